using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Messaging;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

/// <summary>Trailers, on a service with an edge, so that playback starts.</summary>
public class TrailerTests
{
    private NetflixApp app = null!;
    private TestUser studio = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync(("Netflix:Roles", "web,edge"));
        studio = await app.SignInAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        studio.Dispose();
        await app.DisposeAsync();
    }

    [Test]
    public async Task AnnouncedTitle_PlaysItsTrailerAndLeavesNoTrace()
    {
        var (film, trailer) = await AnnouncedAsync("Soon", "PG");
        using var viewer = await app.SignUpAsync(plan: "basic");
        var filmVideo = (await studio.Http.GetAsync($"admin/content/{film}").JsonAsync()).GetProperty("videoId").GetGuid();

        var title = await viewer.Http.GetAsync($"content/{film}").JsonAsync();
        Assert.That(title.GetProperty("trailer").GetProperty("videoId").GetGuid(), Is.EqualTo(trailer));
        Assert.That(title.GetProperty("trailerUrl").GetString(), Does.Contain($"{trailer}"));
        Assert.That(title.GetProperty("videoId").ValueKind, Is.EqualTo(JsonValueKind.Null));

        var sessionId = await PlayAsync(viewer, trailer);
        await PlayAsync(viewer, trailer); // the plan's one stream is not taken
        var progress = await viewer.ReportProgressAsync(sessionId, 30, 1);
        Assert.That(progress.GetProperty("accepted").GetBoolean(), Is.False);
        await (await viewer.Http.PostAsync($"streaming/{sessionId}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That((await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/watch-history").JsonAsync()).GetProperty("totalCount").GetInt32(), Is.Zero);
        Assert.That((await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/continue-watching").JsonAsync()).GetProperty("totalCount").GetInt32(), Is.Zero);
        await StartAsync(viewer, filmVideo).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task TrailerOfATitleOneMayNotSee_IsRefused()
    {
        var (grown, grownTrailer) = await AnnouncedAsync("Grown trailer", "R");
        var (abroad, abroadTrailer) = await AnnouncedAsync("Trailer abroad", "G");
        await studio.Http.PutAsJsonAsync($"admin/content/{abroad}/availability", new[] { new { region = "NO" } }).JsonAsync();
        using var viewer = await app.SignUpAsync(country: "SE");
        using var family = await app.SignUpAsync();
        await family.UseNewProfileAsync(isKids: true);

        Assert.That((await StartAsync(family, grownTrailer).ProblemAsync(HttpStatusCode.Forbidden)).GetProperty("reason").GetString(), Is.EqualTo("maturity"));
        Assert.That((await StartAsync(viewer, abroadTrailer).ProblemAsync(HttpStatusCode.Forbidden)).GetProperty("reason").GetString(), Is.EqualTo("region"));
        await studio.Http.PostAsync($"admin/content/{grown}/unpublish", null).JsonAsync();
        await StartAsync(viewer, grownTrailer).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task RemovedTrailer_IsGoneEverywhereAndWithItsTitle()
    {
        var (film, trailer) = await AnnouncedAsync("Without trailer", "G");
        var (deleted, deletedTrailer) = await AnnouncedAsync("Deleted with trailer", "G");
        using var viewer = await app.SignUpAsync();
        await PlayAsync(viewer, trailer);

        await (await studio.Http.DeleteAsync($"admin/content/{film}/trailer")).ExpectAsync(HttpStatusCode.NoContent);
        await (await studio.Http.DeleteAsync($"admin/content/{film}/trailer")).ExpectAsync(HttpStatusCode.NoContent);
        await (await studio.Http.DeleteAsync($"admin/content/{deleted}")).ExpectAsync(HttpStatusCode.NoContent);

        var title = await viewer.Http.GetAsync($"content/{film}").JsonAsync();
        Assert.That(title.GetProperty("trailer").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await StartAsync(viewer, trailer).ProblemAsync(HttpStatusCode.NotFound);
        await StartAsync(viewer, deletedTrailer).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Uploads_GoToTheTrailer()
    {
        var film = await studio.CreateTitleAsync();
        await UploadAsync(("trailer", "true")).ProblemAsync(HttpStatusCode.BadRequest); // it has none yet

        var made = await studio.Http.PostAsync($"admin/content/{film}/trailer", null).JsonAsync(HttpStatusCode.Created);
        var again = await studio.Http.PostAsync($"admin/content/{film}/trailer", null).JsonAsync();
        Assert.That(again.ToString(), Is.EqualTo(made.ToString()));

        await UploadAsync(("trailer", "perhaps")).ProblemAsync(HttpStatusCode.BadRequest);
        await UploadAsync(("trailer", "true"), ("seasonNumber", "1"), ("episodeNumber", "1")).ProblemAsync(HttpStatusCode.BadRequest);
        Assert.That((await UploadAsync(("trailer", "true")).JsonAsync(HttpStatusCode.Accepted)).GetProperty("videoId").GetGuid(), Is.EqualTo(made.GetProperty("videoId").GetGuid()));
        Assert.That((await UploadAsync(("trailer", "false")).JsonAsync(HttpStatusCode.Accepted)).GetProperty("videoId").GetGuid(), Is.Not.EqualTo(made.GetProperty("videoId").GetGuid()));
        await (await TusAsync("true")).ExpectAsync(HttpStatusCode.Created);
        await (await TusAsync("perhaps")).ExpectAsync(HttpStatusCode.BadRequest);

        async Task<HttpResponseMessage> UploadAsync(params (string Name, string Value)[] fields)
        {
            using var form = new MultipartFormDataContent();
            foreach (var (name, value) in fields)
            {
                form.Add(new StringContent(value), name);
            }

            form.Add(new ByteArrayContent(new byte[1000]), "video", "trailer.mp4");
            return await studio.Http.PostAsync($"admin/content/{film}/video", form);
        }

        async Task<HttpResponseMessage> TusAsync(string flag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "admin/uploads");
            request.Headers.Add("Tus-Resumable", "1.0.0");
            request.Headers.Add("Upload-Length", "1000");
            request.Headers.Add("Upload-Metadata", $"contentId {Base64($"{film}")},trailer {Base64(flag)}");
            return await studio.Http.SendAsync(request);
        }
    }

    [Test]
    public async Task UnknownTitle_Is404()
    {
        await studio.Http.PostAsync($"admin/content/{Guid.NewGuid()}/trailer", null).ProblemAsync(HttpStatusCode.NotFound);
        await studio.Http.DeleteAsync($"admin/content/{Guid.NewGuid()}/trailer").ProblemAsync(HttpStatusCode.NotFound);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static Task<HttpResponseMessage> StartAsync(TestUser viewer, Guid videoId) =>
        viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web" });

    /// <summary>Starts, once the edge is known and the asset has reached Playback.</summary>
    private static async Task<Guid> PlayAsync(TestUser viewer, Guid videoId)
    {
        var answer = await Expect.EventuallyAsync(() => StartAsync(viewer, videoId), answer => answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict));
        return (await Task.FromResult(answer).JsonAsync(HttpStatusCode.Created)).GetProperty("sessionId").GetGuid();
    }

    private async Task<(Guid Film, Guid Trailer)> AnnouncedAsync(string title, string rating)
    {
        var film = await studio.CreateTitleAsync(title, rating: rating);
        await studio.Http.PatchAsJsonAsync($"admin/content/{film}", new { state = "announced" }).JsonAsync();
        var trailer = (await studio.Http.PostAsync($"admin/content/{film}/trailer", null).JsonAsync(HttpStatusCode.Created)).GetProperty("videoId").GetGuid();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
            db.Publish(CatalogApp.Ready(film, trailer));
            await db.SaveChangesAsync();
        }

        await Expect.EventuallyAsync(() => studio.Http.GetAsync($"admin/content/{film}").JsonAsync(), read => read.GetProperty("trailer").GetProperty("playable").GetBoolean());
        return (film, trailer);
    }
}
