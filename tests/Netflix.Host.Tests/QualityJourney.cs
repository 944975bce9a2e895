using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>The right rung for a device, and what operators learn of how it played and who it was.</summary>
public class QualityJourney
{
    private static readonly HttpClient Plain = new();

    [Test]
    public async Task DeviceLimit_HoldsManifestAndKeys()
    {
        using var viewer = await FilmApp.App.SignUpAsync("premium");

        var start = await StartAsync(viewer, new { videoId = FilmApp.VideoId, deviceType = "projector" });

        Assert.That(start.GetProperty("qualities").EnumerateArray().Max(one => one.GetProperty("height").GetInt32()), Is.EqualTo(480));
        Assert.That(await Plain.GetStringAsync(start.GetProperty("manifestUrl").GetString()), Does.Not.Contain("v720"));
        await Plain.GetAsync(start.GetProperty("manifestUrl").GetString()!.Replace("manifest.m3u8", "key/HD")).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That((await StartAsync(viewer, new { videoId = FilmApp.VideoId, deviceType = "tv" })).GetProperty("qualities")[0].GetProperty("height").GetInt32(), Is.EqualTo(720));
    }

    [Test]
    public async Task MeasuredBandwidth_DecidesTheFirstRungOfBothManifests()
    {
        using var viewer = await FilmApp.App.SignUpAsync("premium");

        var slow = await FirstRungsAsync(await StartAsync(viewer, new { videoId = FilmApp.ClearVideoId, bandwidth = 100_000 }));
        var fast = await FirstRungsAsync(await StartAsync(viewer, new { videoId = FilmApp.ClearVideoId, bandwidth = 100_000_000.5 }));
        var unknown = await FirstRungsAsync(await StartAsync(viewer, new { videoId = FilmApp.ClearVideoId }));

        Assert.That(slow, Is.EqualTo(("v240", "240")));
        Assert.That(fast, Is.EqualTo(("v720", "720")));
        Assert.That(unknown.Hls, Is.EqualTo("v720"));
        await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.VideoId, bandwidth = -1 }).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task StreamLimit_SaysWhatPlaysWhereButNotToAChildWhatIsNotForIt()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        var kids = (await viewer.Http.PostAsJsonAsync("profiles", new { name = "Kids", isKids = true }).JsonAsync(HttpStatusCode.Created)).GetProperty("profileId").GetGuid();
        await viewer.StartPlaybackAsync(FilmApp.VideoId);

        var refusal = await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.ClearVideoId, deviceType = "tv" }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(refusal.GetProperty("streams")[0].GetProperty("title").GetString(), Is.EqualTo("The Shared Film"));

        var (grownUp, forAll) = ((await FilmApp.Studio.PublishFilmAsync(await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "grown.mp4"), "Not For Children", rating: "R")).VideoId,
            (await FilmApp.Studio.PublishFilmAsync(await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "all.mp4"), "For All", rating: "G")).VideoId);
        await StartAsync(viewer, new { videoId = grownUp, takeOver = true });
        viewer.Http.DefaultRequestHeaders.Remove("Profile-Id");
        viewer.Http.DefaultRequestHeaders.Add("Profile-Id", kids.ToString());
        var childs = await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = forAll }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(childs.GetProperty("reason").GetString(), Is.EqualTo("streamLimit"));
        Assert.That(childs.GetProperty("streams")[0].GetProperty("title").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task LeakedAddress_LeadsToWhoPlayedIt()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.ClearVideoId);
        var manifest = start.GetProperty("manifestUrl").GetString()!;
        var master = await Plain.GetStringAsync(manifest);
        var mpd = await Plain.GetStringAsync(start.GetProperty("dashManifestUrl").GetString());
        var id = start.GetProperty("sessionId").GetGuid();
        Assert.That(master, Does.Contain($"#EXT-X-SESSION-DATA:DATA-ID=\"local.netflix.session\",VALUE=\"{id}\""));
        Assert.That(mpd, Does.Contain($"schemeIdUri=\"urn:netflix:session\" value=\"{id}\""));

        var playlist = First(master);
        foreach (var (address, authentic) in new[] { (playlist, true), (playlist[..playlist.LastIndexOf('/')] + "/v720/1.m4s", true), (manifest, true), (manifest.Split('?')[0], false), (id.ToString(), false) })
        {
            var traced = await TraceAsync(FilmApp.Studio, address).JsonAsync();

            Assert.That(traced.GetProperty("sessionId").GetGuid(), Is.EqualTo(id), address);
            Assert.That(traced.GetProperty("authentic").GetBoolean(), Is.EqualTo(authentic), address);
            Assert.That((traced.GetProperty("accountId").GetGuid(), traced.GetProperty("profileId").GetGuid()), Is.EqualTo((viewer.AccountId, viewer.ProfileId)), address);
            Assert.That(traced.GetProperty("title").GetString(), Is.EqualTo("A Clear Film"), address);
        }

        var token = playlist.Split('/')[4];
        foreach (var nonsense in new[] { "", "hello", "http://elsewhere.example/film.mp4", playlist.Replace(token, token[..10]), playlist.Replace(token, token[..^9] + (token[^9] == 'A' ? 'B' : 'A') + token[^8..]), "/media/", "/streaming/x" })
        {
            await TraceAsync(FilmApp.Studio, nonsense).ProblemAsync(HttpStatusCode.BadRequest);
        }

        await TraceAsync(FilmApp.Studio, Guid.NewGuid().ToString()).ProblemAsync(HttpStatusCode.NotFound);
        await TraceAsync(viewer, playlist).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task PlayersTotals_BecomeTheOperatorsFigures()
    {
        var (contentId, videoId) = await FilmApp.Studio.PublishFilmAsync(await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "quality.mp4"), "Well Measured");
        using var viewer = await FilmApp.App.SignUpAsync("premium", country: "IS");
        var (good, bad) = (Id(await StartAsync(viewer, new { videoId, deviceType = "tv" })), Id(await StartAsync(viewer, new { videoId, deviceType = "phone" })));
        await TellAsync(viewer, good, new { playedMs = 60_000, stalledMs = 0, stalls = 0, switches = 0, errors = 0, startupMs = 400, height = 240, edge = "edge1", other = "text" });
        await TellAsync(viewer, good, new { playedMs = 30_000, startupMs = 400 });
        await TellAsync(viewer, bad, new { playedMs = 57_000, stalledMs = 3_000, stalls = 2, switches = 2, errors = 1, startupMs = 3162.3, height = 240 });
        await TellAsync(viewer, bad, new { playedMs = 57_000, stalledMs = 3_000, stalls = 2, switches = 2, errors = 1, startupMs = 3162.3, height = 240 });

        var answer = await FilmApp.Studio.Http.GetAsync("admin/qoe").JsonAsync();
        var title = answer.GetProperty("groups").EnumerateArray().Single(one => one.GetProperty("key").GetString() == contentId.ToString());
        Assert.That((title.GetProperty("name").GetString(), title.GetProperty("sessions").GetInt32()), Is.EqualTo(("Well Measured", 2)));
        Assert.That(title.GetProperty("bufferingRatio").GetDouble(), Is.EqualTo(3.0 / 120).Within(0.0001), "a repeat counts once, and less than before nothing");
        Assert.That(title.GetProperty("errorRate").GetDouble(), Is.EqualTo(0.5));
        Assert.That(title.GetProperty("startupMs").GetDouble(), Is.EqualTo((400 + 3162) / 2.0));
        Assert.That(title.GetProperty("score").GetDouble(), Is.EqualTo((100 + 15 + 0 + 5 + 10) / 2.0).Within(0.1));
        Assert.That(answer.GetProperty("concurrentStreams").GetInt64(), Is.GreaterThanOrEqualTo(2));
        Assert.That(answer.GetProperty("series").EnumerateArray().Sum(point => point.GetProperty("sessions").GetInt64()), Is.EqualTo(answer.GetProperty("sessions").GetInt64()));
        foreach (var (by, key, name) in new[] { ("region", "IS", "IS"), ("device", "phone", "phone"), ("edge", "edge1", "edge1"), ("rung", "240", "240p") })
        {
            var groups = (await FilmApp.Studio.Http.GetAsync($"admin/qoe?by={by}").JsonAsync()).GetProperty("groups").EnumerateArray();
            Assert.That(groups.Single(one => one.GetProperty("key").GetString() == key).GetProperty("name").GetString(), Is.EqualTo(name), by);
        }

        for (var i = 0; i < 5; i++)
        {
            using var unlucky = await FilmApp.App.SignUpAsync(country: "IS");
            await TellAsync(unlucky, Id(await StartAsync(unlucky, new { videoId })), new { errors = 1 });
        }

        var alerts = (await FilmApp.Studio.Http.GetAsync("admin/qoe").JsonAsync()).GetProperty("alerts").EnumerateArray().ToList();
        var errors = alerts.Single(alert => alert.GetProperty("metric").GetString() == "errorRate");
        Assert.That(errors.GetProperty("level").GetString(), Is.EqualTo("critical"));
        Assert.That(errors.GetProperty("value").GetDouble(), Is.GreaterThan(errors.GetProperty("threshold").GetDouble()));
        Assert.That(errors.GetProperty("message").GetString(), Does.EndWith("5 % is the limit."));
    }

    [Test]
    public async Task QuietSpan_IsEmptyAndNoAlarm()
    {
        var answer = await FilmApp.Studio.Http.GetAsync("admin/qoe?from=2026-01-01T00:00:00Z&to=2026-01-31T00:00:00Z&by=edge").JsonAsync();

        Assert.That((answer.GetProperty("sessions").GetInt32(), answer.GetProperty("groups").GetArrayLength(), answer.GetProperty("alerts").GetArrayLength()), Is.EqualTo((0, 0, 0)));
        Assert.That(answer.GetProperty("startupMs").GetProperty("p95").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(answer.GetProperty("series").GetArrayLength(), Is.EqualTo(120));
    }

    [TestCase("from=yesterday")]
    [TestCase("from=0001-01-01T00:00:00Z&to=0001-01-02T00:00:00Z")]
    [TestCase("from=9999-12-31T23:59:59Z")]
    [TestCase("to=9999-12-31T23:59:59Z")]
    [TestCase("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")]
    [TestCase("from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z")]
    [TestCase("by=weather")]
    [TestCase("by=")]
    public async Task Nonsense_Is400(string query) => await FilmApp.Studio.Http.GetAsync($"admin/qoe?{query}").ProblemAsync(HttpStatusCode.BadRequest);

    [Test]
    public async Task Figures_AreForAdministrators()
    {
        using var viewer = await FilmApp.App.SignUpAsync();

        await viewer.Http.GetAsync("admin/qoe").ProblemAsync(HttpStatusCode.Forbidden);
        await FilmApp.App.Anonymous.GetAsync("admin/qoe").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [TestCase("""{"playedMs":-1}""")]
    [TestCase("""{"stalls":"two"}""")]
    [TestCase("""{"errors":1e300}""")]
    [TestCase("""{"edge":5}""")]
    public async Task TotalsThatCannotBe_AreRefused(string properties)
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var session = Id(await viewer.StartPlaybackAsync(FilmApp.VideoId));

        await viewer.Http.PostAsync($"streaming/{session}/events", new StringContent(
            $$"""{"events":[{"type":"pause","at":"2026-01-01T00:00:00Z","properties":{{properties}}}]}""", null, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);
    }

    private static Task<JsonElement> StartAsync(TestUser viewer, object request) =>
        viewer.Http.PostAsJsonAsync("streaming/start", request).JsonAsync(HttpStatusCode.Created);

    private static async Task TellAsync(TestUser viewer, Guid session, object properties) => await (await viewer.Http.PostAsJsonAsync(
        $"streaming/{session}/events", new { events = new[] { new { type = "buffering", at = DateTimeOffset.UtcNow, properties } } })).ExpectAsync(HttpStatusCode.Accepted);

    private static Task<HttpResponseMessage> TraceAsync(TestUser user, string address) => user.Http.GetAsync($"admin/sessions/trace?url={Uri.EscapeDataString(address)}");

    private static Guid Id(JsonElement session) => session.GetProperty("sessionId").GetGuid();

    private static string First(string playlist) => playlist.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal));

    /// <summary>The first variant's name, and the first representation's height.</summary>
    private static async Task<(string Hls, string Dash)> FirstRungsAsync(JsonElement start)
    {
        var master = await Plain.GetStringAsync(start.GetProperty("manifestUrl").GetString());
        var mpd = System.Xml.Linq.XDocument.Parse(await Plain.GetStringAsync(start.GetProperty("dashManifestUrl").GetString()));
        return (First(master).Split('/')[^1].Split('.')[0], mpd.Descendants().First(one => one.Name.LocalName == "Representation").Attribute("height")!.Value);
    }
}
