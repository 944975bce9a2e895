using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Host.Tests;

/// <summary>A viewer finds a film, plays it, leaves it and comes back.</summary>
public class WatchJourney
{
    [Test]
    public async Task Film_IsFoundAtHomeBySearchAndByBrowsing()
    {
        using var viewer = await FilmApp.App.SignUpAsync();

        var home = await viewer.Http.GetAsync("content/home").JsonAsync();
        var search = await viewer.Http.GetAsync("content/search?query=shared+fil").JsonAsync();
        var typo = await viewer.Http.GetAsync("content/search?query=sharred+film").JsonAsync();
        var browse = await viewer.Http.GetAsync("content/browse?genre=drama").JsonAsync();
        var suggest = await viewer.Http.GetAsync("content/suggest?prefix=sha").JsonAsync();

        Assert.That(home.GetProperty("rows").EnumerateArray().SelectMany(row => row.GetProperty("items").EnumerateArray()).Select(ContentId), Does.Contain(FilmApp.ContentId));
        Assert.That(search.GetProperty("items").EnumerateArray().Select(ContentId), Does.Contain(FilmApp.ContentId));
        Assert.That(typo.GetProperty("items").EnumerateArray().Select(ContentId), Does.Contain(FilmApp.ContentId));
        Assert.That(browse.GetProperty("items").EnumerateArray().Select(ContentId), Does.Contain(FilmApp.ContentId));
        Assert.That(suggest.GetProperty("suggestions").EnumerateArray().Select(ContentId), Does.Contain(FilmApp.ContentId));
    }

    [Test]
    public async Task Title_TellsItsFactsAndHasAPicture()
    {
        using var viewer = await FilmApp.App.SignUpAsync();

        var title = await viewer.Http.GetAsync($"content/{FilmApp.ContentId}").JsonAsync();

        Assert.That(title.GetProperty("title").GetString(), Is.EqualTo("The Shared Film"));
        Assert.That(title.GetProperty("videoId").GetGuid(), Is.EqualTo(FilmApp.VideoId));
        Assert.That(title.GetProperty("durationSeconds").GetDouble(), Is.EqualTo(FilmApp.Seconds).Within(0.2));
        var picture = await viewer.Http.GetAsync(FilmApp.App.BaseUrl + title.GetProperty("artwork").GetProperty("poster").GetString());
        Assert.That(picture.Content.Headers.ContentType?.MediaType, Is.EqualTo("image/jpeg"));
        Assert.That((await picture.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(1000));
    }

    [Test]
    public async Task Position_IsResumedAndShownEverywhereAtOnce()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var session = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        Assert.That(session.GetProperty("resumePosition").GetDouble(), Is.Zero);

        var first = await viewer.ReportProgressAsync(SessionId(session), 6.5, 1);
        var repeated = await viewer.ReportProgressAsync(SessionId(session), 2, 1);

        Assert.That(first.GetProperty("accepted").GetBoolean());
        Assert.That(repeated.GetProperty("accepted").GetBoolean(), Is.False);
        Assert.That((await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("resumePosition").GetDouble(), Is.EqualTo(6.5));
        var title = await viewer.Http.GetAsync($"content/{FilmApp.ContentId}").JsonAsync();
        Assert.That(title.GetProperty("progress").GetDouble(), Is.EqualTo(65).Within(1));
        foreach (var list in new[] { "continue-watching", "watch-history" })
        {
            var items = (await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/{list}").JsonAsync()).GetProperty("items");
            Assert.That(items.GetArrayLength(), Is.EqualTo(1), list);
            Assert.That(items[0].GetProperty("positionSeconds").GetDouble(), Is.EqualTo(6.5), list);
        }

        var rows = (await viewer.Http.GetAsync("content/home").JsonAsync()).GetProperty("rows");
        Assert.That(rows[0].GetProperty("id").GetString(), Is.EqualTo("continue-watching"));
    }

    [Test]
    public async Task WatchedToTheEnd_IsCompletedAndStartsOver()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var session = SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId));
        await viewer.ReportProgressAsync(session, 9.9, 1);
        await viewer.Http.PostAsync($"streaming/{session}/stop", null).ContinueWith(task => task.Result.ExpectAsync(HttpStatusCode.NoContent)).Unwrap();

        Assert.That((await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("resumePosition").GetDouble(), Is.Zero);
        var history = (await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/watch-history").JsonAsync()).GetProperty("items");
        Assert.That(history[0].GetProperty("completed").GetBoolean());
        var again = (await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/continue-watching").JsonAsync()).GetProperty("items");
        Assert.That(again.GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task FinishedFilmBegunAgain_IsContinuedAndStaysCompleted()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        await viewer.ReportProgressAsync(SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId)), 9.9, 1);

        var again = SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId));
        await using (var source = NpgsqlDataSource.Create(FilmApp.App.ConnectionString))
        await using (var older = source.CreateCommand("update playback.sessions set started_at = started_at - interval '1 minute' where session_id = $1"))
        {
            older.Parameters.Add(new() { Value = again }); // in its first seconds a session moves no position back
            await older.ExecuteNonQueryAsync();
        }

        Assert.That((await viewer.ReportProgressAsync(again, 2, 1)).GetProperty("accepted").GetBoolean());
        foreach (var list in new[] { "continue-watching", "watch-history" })
        {
            var item = (await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/{list}").JsonAsync()).GetProperty("items")[0];
            Assert.That((item.GetProperty("positionSeconds").GetDouble(), item.GetProperty("completed").GetBoolean()), Is.EqualTo((2.0, true)), list);
        }
    }

    [Test]
    public async Task FinishedEpisode_GivesItsPlaceToTheNextUntilThatIsBegun()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var (seriesId, episodes) = await PublishSeriesAsync();
        await viewer.ReportProgressAsync(SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId)), 5, 1);

        var first = SessionId(await viewer.StartPlaybackAsync(episodes[0]));
        await viewer.ReportProgressAsync(first, 2, 1);

        var next = (await ContinueAsync(viewer))[0];
        Assert.That(next.GetProperty("videoId").GetGuid(), Is.EqualTo(episodes[1]));
        Assert.That((next.GetProperty("contentId").GetGuid(), next.GetProperty("episodeNumber").GetInt32()), Is.EqualTo((seriesId, 2)));
        Assert.That((next.GetProperty("positionSeconds").GetDouble(), next.GetProperty("completed").GetBoolean()), Is.EqualTo((0.0, false)));
        Assert.That(next.GetProperty("durationSeconds").GetDouble(), Is.EqualTo(2).Within(0.2));
        Assert.That((await ContinueAsync(viewer)).Count, Is.EqualTo(2), "beside the film");
        var card = (await viewer.Http.GetAsync("content/home").JsonAsync()).GetProperty("rows")[0].GetProperty("items")[0];
        Assert.That(card.GetProperty("videoId").GetGuid(), Is.EqualTo(episodes[1]), "at home too");

        await viewer.Http.PostAsync($"streaming/{first}/stop", null);
        var second = SessionId(await viewer.StartPlaybackAsync(episodes[1]));
        await viewer.ReportProgressAsync(second, 1, 1);
        Assert.That((await ContinueAsync(viewer)).Select(item => item.GetProperty("positionSeconds").GetDouble()), Is.EqualTo(new[] { 1.0, 5.0 }), "itself, once");

        await viewer.ReportProgressAsync(second, 2, 2);
        Assert.That((await ContinueAsync(viewer)).Select(item => item.GetProperty("contentId").GetGuid()), Is.EqualTo(new[] { FilmApp.ContentId }), "nothing follows the last");
    }

    [Test]
    public async Task HistoryItem_CanBeRemoved()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        await viewer.ReportProgressAsync(SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId)), 5, 1);

        await (await viewer.Http.DeleteAsync($"profiles/{viewer.ProfileId}/watch-history/{FilmApp.VideoId}")).ExpectAsync(HttpStatusCode.NoContent);

        var history = (await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/watch-history").JsonAsync()).GetProperty("items");
        Assert.That(history.GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task SecondStreamOfBasic_IsRefusedUntilTakenOver()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        var first = SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId));

        var refusal = await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.VideoId, deviceType = "tv" }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("streamLimit"));
        Assert.That(refusal.GetProperty("streams")[0].GetProperty("sessionId").GetGuid(), Is.EqualTo(first));

        await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.VideoId, deviceType = "tv", takeOver = true }).JsonAsync(HttpStatusCode.Created);
        var progress = await viewer.ReportProgressAsync(first, 3, 1);
        Assert.That(progress.GetProperty("accepted").GetBoolean(), Is.False);
        Assert.That(progress.GetProperty("stop").GetProperty("reason").GetString(), Is.EqualTo("takenOver"));
    }

    [Test]
    public async Task TakeOver_IsToldToTheOldDeviceAtOnce()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        var first = SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId));
        using var response = await viewer.Http.GetAsync($"streaming/{first}/commands", HttpCompletionOption.ResponseHeadersRead);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.That(await lines.ReadLineAsync(), Is.EqualTo("event: ping"));

        await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.VideoId, deviceType = "tv", takeOver = true }).JsonAsync(HttpStatusCode.Created);

        var told = await lines.ReadToEndAsync(); // ends, for nothing more is to be told
        Assert.That(told, Does.Contain("event: stop").And.Contain("takenOver"));
    }

    [Test]
    public async Task AnotherAccountsThings_AreNotThere()
    {
        using var owner = await FilmApp.App.SignUpAsync();
        using var stranger = await FilmApp.App.SignUpAsync();
        var session = SessionId(await owner.StartPlaybackAsync(FilmApp.VideoId));

        await stranger.Http.PostAsJsonAsync($"streaming/{session}/progress", new { position = 5, sequence = 1 }).ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.PostAsync($"streaming/{session}/stop", null).ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.GetAsync($"streaming/{session}/commands").ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.PostAsJsonAsync($"streaming/{session}/events", new { events = new[] { new { type = "pause", at = DateTimeOffset.UtcNow } } }).ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.GetAsync($"profiles/{owner.ProfileId}/watch-history").ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.GetAsync($"profiles/{owner.ProfileId}/my-list").ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.DeleteAsync($"profiles/{owner.ProfileId}").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Region_LimitsWhereATitleIsSeenAndPlayed()
    {
        var (contentId, videoId) = await FilmApp.Studio.PublishFilmAsync(await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "region.mp4"), "Only In Norway");
        await (await FilmApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { new { region = "NO" } })).ExpectAsync(HttpStatusCode.OK);
        using var swede = await FilmApp.App.SignUpAsync(country: "SE");
        using var norwegian = await FilmApp.App.SignUpAsync(country: "NO");

        await swede.Http.GetAsync($"content/{contentId}").ProblemAsync(HttpStatusCode.NotFound);
        var refusal = await swede.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web" }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("region"));
        await norwegian.Http.GetAsync($"content/{contentId}").JsonAsync();
        await norwegian.StartPlaybackAsync(videoId);
    }

    [TestCase("{}", "videoId")]
    [TestCase("{\"videoId\":\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\",\"preferredQuality\":\"best\"}", "preferredQuality")]
    public async Task BadStart_NamesTheField(string body, string field)
    {
        using var viewer = await FilmApp.App.SignUpAsync();

        var problem = await viewer.Http.PostAsync("streaming/start", new StringContent(body, null, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Test]
    public async Task SignedOutDevice_StopsPlaying()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var session = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var manifest = session.GetProperty("manifestUrl").GetString()!;
        await (await FilmApp.App.Anonymous.GetAsync(manifest)).ExpectAsync(HttpStatusCode.OK);

        await (await viewer.Http.PostAsync("auth/logout", null)).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(async () => (await FilmApp.App.Anonymous.GetAsync(manifest)).StatusCode, status => status == HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task DeletedAccount_StopsPlaying()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var manifest = (await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("manifestUrl").GetString()!;

        await (await viewer.Http.DeleteAsync("account")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(async () => (await FilmApp.App.Anonymous.GetAsync(manifest)).StatusCode, status => status == HttpStatusCode.Forbidden);
    }

    [TestCase("{\"position\":99999,\"sequence\":1}")]
    [TestCase("{\"position\":-1,\"sequence\":1}")]
    [TestCase("{\"position\":5}")]
    [TestCase("{\"sequence\":5}")]
    [TestCase("{\"position\":\"five\",\"sequence\":1}")]
    [TestCase("[]")]
    [TestCase("")]
    [TestCase("{")]
    [TestCase("null")]
    public async Task BadProgress_Is400(string body)
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var session = SessionId(await viewer.StartPlaybackAsync(FilmApp.VideoId));

        await viewer.Http.PostAsync($"streaming/{session}/progress", new StringContent(body, null, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);
    }

    private static async Task<List<JsonElement>> ContinueAsync(TestUser viewer) =>
        [.. (await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/continue-watching").JsonAsync()).GetProperty("items").EnumerateArray()];

    /// <summary>Two episodes of two seconds.</summary>
    private static async Task<(Guid ContentId, Guid[] Episodes)> PublishSeriesAsync()
    {
        var file = await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "episode.mp4");
        var contentId = await FilmApp.Studio.CreateTitleAsync("Two Short Evenings", "series");
        await FilmApp.Studio.Http.PostAsJsonAsync($"admin/content/{contentId}/seasons", new { number = 1 }).JsonAsync(HttpStatusCode.Created);
        var episodes = new Guid[2];
        foreach (var number in new[] { 1, 2 })
        {
            await FilmApp.Studio.Http.PostAsJsonAsync($"admin/content/{contentId}/episodes", new { seasonNumber = 1, episodeNumber = number, title = $"Evening {number}" }).JsonAsync(HttpStatusCode.Created);
            var upload = await Task.FromResult(await FilmApp.Studio.UploadAsync(contentId, file, 1, number)).JsonAsync(HttpStatusCode.Accepted);
            await FilmApp.Studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
            episodes[number - 1] = upload.GetProperty("videoId").GetGuid();
        }

        await FilmApp.Studio.PublishAsync(contentId);
        await Expect.EventuallyAsync(
            () => FilmApp.Studio.Http.PostAsJsonAsync("streaming/start", new { videoId = episodes[1], deviceType = "web", takeOver = true }), answer => answer.StatusCode == HttpStatusCode.Created);
        return (contentId, episodes);
    }

    private static Guid ContentId(JsonElement item) => item.GetProperty("contentId").GetGuid();

    private static Guid SessionId(JsonElement session) => session.GetProperty("sessionId").GetGuid();
}
