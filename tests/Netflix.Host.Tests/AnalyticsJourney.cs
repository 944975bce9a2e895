using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>What the studio learns of how a title is watched.</summary>
public class AnalyticsJourney
{
    private const int Seconds = 4;

    [Test]
    public async Task Title_ShowsItsStartsViewersTimeAndWhereTheyLeft()
    {
        var film = await TestFilm.MakeAsync(FilmApp.App.Directory, 240, Seconds, name: "watched.mp4");
        var (contentId, videoId) = await FilmApp.Studio.PublishFilmAsync(film, "The Watched Film");
        using var first = await FilmApp.App.SignUpAsync(country: "SE");
        using var second = await FilmApp.App.SignUpAsync(country: "JP");
        await PlayAsync(first, videoId, "tv", Seconds, playedMs: 3_600_000);
        await PlayAsync(first, videoId, "tv", Seconds, playedMs: 0);
        await PlayAsync(second, videoId, "phone", 1, playedMs: 1_800_000);

        var title = await Expect.EventuallyAsync(
            () => FilmApp.Studio.Http.GetAsync($"admin/analytics/content/{contentId}").JsonAsync(), answer => answer.GetProperty("completionRate") is { ValueKind: JsonValueKind.Number } rate && rate.GetDouble() == 0.5
                && answer.GetProperty("leftAt")[0].GetInt32() == 0); // until both positions are stored
        var overview = await FilmApp.Studio.Http.GetAsync("admin/analytics/overview").JsonAsync();

        Assert.That(title.GetProperty("title").GetString(), Is.EqualTo("The Watched Film"));
        Assert.That(Figures(title), Is.EqualTo((3, 2, 1.5)));
        Assert.That(title.GetProperty("leftAt").EnumerateArray().Select(part => part.GetInt32()), Is.EqualTo(new[] { 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 }), "one left at a quarter");
        Assert.That(title.GetProperty("regions").EnumerateArray().ToDictionary(one => one.GetProperty("key").GetString()!, Figures),
            Is.EqualTo(new Dictionary<string, (int, int, double)> { ["SE"] = (2, 1, 1), ["JP"] = (1, 1, 0.5) }));
        Assert.That(title.GetProperty("devices").EnumerateArray().Select(one => one.GetProperty("key").GetString()), Is.EqualTo(new[] { "tv", "phone" }));
        Assert.That(title.GetProperty("videos")[0].GetProperty("videoId").GetGuid(), Is.EqualTo(videoId));
        Assert.That(title.GetProperty("series").EnumerateArray().Select(day => day.GetProperty("starts").GetInt32()).Where(starts => starts > 0), Is.EqualTo(new[] { 3 }));
        Assert.That(title.GetProperty("series").GetArrayLength(), Is.InRange(28, 29), "also the days on which nobody watched");
        var listed = overview.GetProperty("titles").EnumerateArray().Single(one => one.GetProperty("contentId").GetGuid() == contentId);
        Assert.That((listed.GetProperty("name").GetString(), Figures(listed)), Is.EqualTo(("The Watched Film", (3, 2, 1.5))));
    }

    [Test]
    public async Task Analytics_AreOfWholeSpansAndForTheStudioAlone()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        await viewer.Http.GetAsync("admin/analytics/overview").ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.GetAsync($"admin/analytics/content/{FilmApp.ContentId}").ProblemAsync(HttpStatusCode.Forbidden);
        await FilmApp.Studio.Http.GetAsync($"admin/analytics/content/{Guid.NewGuid()}").ProblemAsync(HttpStatusCode.NotFound);
        foreach (var span in new[] { "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from=0001-01-01T00:00:00Z", "to=9999-12-31T00:00:00Z", "from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z" })
        {
            await FilmApp.Studio.Http.GetAsync($"admin/analytics/overview?{span}").ProblemAsync(HttpStatusCode.BadRequest);
        }

        var before = await FilmApp.Studio.Http.GetAsync($"admin/analytics/content/{FilmApp.ContentId}?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z").JsonAsync();
        Assert.That(Figures(before), Is.EqualTo((0, 0, 0.0)));
        Assert.That(before.GetProperty("completionRate").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static (int Starts, int Viewers, double Hours) Figures(JsonElement one) =>
        (one.GetProperty("starts").GetInt32(), one.GetProperty("viewers").GetInt32(), one.GetProperty("watchHours").GetDouble());

    private static async Task PlayAsync(TestUser viewer, Guid videoId, string deviceType, double until, int playedMs)
    {
        var start = await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType }).JsonAsync(HttpStatusCode.Created);
        var sessionId = start.GetProperty("sessionId").GetGuid();
        await viewer.ReportProgressAsync(sessionId, until, 1);
        await (await viewer.Http.PostAsJsonAsync($"streaming/{sessionId}/events", new
        {
            events = new[] { new { type = "stop", at = DateTimeOffset.UtcNow, properties = new { playedMs } } },
        })).ExpectAsync(HttpStatusCode.Accepted);
        await (await viewer.Http.PostAsync($"streaming/{sessionId}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);
    }
}
