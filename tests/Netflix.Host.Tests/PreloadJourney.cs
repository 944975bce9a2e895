using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>The next episode made ready while one plays: it shares that one's stream, and takes it over when it begins.</summary>
public class PreloadJourney
{
    private const string Password = "correct horse battery";
    private static readonly HttpClient Plain = new();

    [Test]
    public async Task ReadySession_TakesNoStreamAndBeginsInPlaceOfTheOneBefore()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic"); // one stream
        using var other = await FilmApp.App.SignInAsync(viewer.Email, Password);
        var playing = await viewer.StartPlaybackAsync(FilmApp.VideoId);

        var ready = await ReadyAsync(viewer, playing);

        await (await Plain.GetAsync(Manifest(ready))).ExpectAsync(HttpStatusCode.OK);
        var refusal = await StartAsync(other, new { videoId = FilmApp.VideoId }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(refusal.GetProperty("streams").EnumerateArray().Select(Id), Is.EqualTo(new[] { Id(playing) }), "one stream plays");
        await StopAsync(viewer, playing);
        var begun = await StartAsync(viewer, new { videoId = FilmApp.ClearVideoId, begin = Id(ready) }).JsonAsync(HttpStatusCode.Created);
        Assert.That(Id(begun), Is.EqualTo(Id(ready)));
        Assert.That((await viewer.ReportProgressAsync(Id(begun), 1, 1)).GetProperty("accepted").GetBoolean());
        await StartAsync(other, new { videoId = FilmApp.VideoId }).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task PlaceThatAnotherTook_IsNotGivenToTheReadyOne()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        using var other = await FilmApp.App.SignInAsync(viewer.Email, Password);
        var playing = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var ready = await ReadyAsync(viewer, playing);
        await StopAsync(viewer, playing);
        await StartAsync(other, new { videoId = FilmApp.VideoId }).JsonAsync(HttpStatusCode.Created);

        var refusal = await StartAsync(viewer, new { videoId = FilmApp.ClearVideoId, begin = Id(ready) }).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("streamLimit"));
    }

    [Test]
    public async Task TakenOverStream_TakesTheReadyOneAlong()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        using var other = await FilmApp.App.SignInAsync(viewer.Email, Password);
        var ready = await ReadyAsync(viewer, await viewer.StartPlaybackAsync(FilmApp.VideoId));

        await StartAsync(other, new { videoId = FilmApp.VideoId, takeOver = true }).JsonAsync(HttpStatusCode.Created);

        await Plain.GetAsync(Manifest(ready)).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task OneIsReadyAtATime_AndOnlyWhileAnotherPlays()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var stranger = await FilmApp.App.SignUpAsync();
        var playing = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var first = await ReadyAsync(viewer, playing);

        var second = await ReadyAsync(viewer, playing);

        await Plain.GetAsync(Manifest(first)).ProblemAsync(HttpStatusCode.Forbidden);
        await (await Plain.GetAsync(Manifest(second))).ExpectAsync(HttpStatusCode.OK);
        await StartAsync(stranger, new { videoId = FilmApp.VideoId, preloadAfter = Id(playing) }).ProblemAsync(HttpStatusCode.Conflict);
        await StartAsync(viewer, new { videoId = FilmApp.VideoId, preloadAfter = Id(second) }).ProblemAsync(HttpStatusCode.Conflict);
        await StopAsync(viewer, playing);
        await StartAsync(viewer, new { videoId = FilmApp.VideoId, preloadAfter = Id(playing) }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.That(Id(await StartAsync(viewer, new { videoId = FilmApp.ClearVideoId, begin = Id(first) }).JsonAsync(HttpStatusCode.Created)), Is.Not.EqualTo(Id(first)), "what was ended is made anew");
    }

    [Test]
    public async Task Manifests_AreKeptByTheirPlayerAlone()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);

        foreach (var url in new[] { Manifest(start), start.GetProperty("manifestUrl").GetString()!, start.GetProperty("manifestUrl").GetString()!.Replace("manifest.m3u8", "on/edge/v480.m3u8", StringComparison.Ordinal) })
        {
            using var answer = await (await Plain.GetAsync(url)).ExpectAsync(HttpStatusCode.OK);
            Assert.That(answer.Headers.CacheControl, Has.Property("Private").True.And.Property("MaxAge").EqualTo(TimeSpan.FromSeconds(10)), url);
            using var again = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var same = await (await Plain.SendAsync(again)).ExpectAsync(HttpStatusCode.NotModified);
            Assert.That(await same.Content.ReadAsByteArrayAsync(), Is.Empty);
        }

        await StopAsync(viewer, start);
        using var refused = await Plain.GetAsync(Manifest(start));
        Assert.That((refused.StatusCode, refused.Headers.CacheControl?.NoStore), Is.EqualTo((HttpStatusCode.Forbidden, true)));
    }

    private static Task<HttpResponseMessage> StartAsync(TestUser viewer, object body) => viewer.Http.PostAsJsonAsync("streaming/start", body);

    private static Task<JsonElement> ReadyAsync(TestUser viewer, JsonElement playing) =>
        StartAsync(viewer, new { videoId = FilmApp.ClearVideoId, preloadAfter = Id(playing) }).JsonAsync(HttpStatusCode.Created);

    private static async Task StopAsync(TestUser viewer, JsonElement start) =>
        await (await viewer.Http.PostAsync($"streaming/{Id(start)}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);

    private static Guid Id(JsonElement session) => session.GetProperty("sessionId").GetGuid();

    private static string Manifest(JsonElement start) => start.GetProperty("dashManifestUrl").GetString()!;
}
