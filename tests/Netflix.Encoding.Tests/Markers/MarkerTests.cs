using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using static Netflix.Encoding.Tests.Markers.Episodes;

namespace Netflix.Encoding.Tests.Markers;

/// <summary>Markers from the upload of a season to the player, as the studio sees and edits them.</summary>
public class MarkerTests
{
    private static TestUser Studio => EncodingApp.Studio;

    [Test]
    public async Task IntroOfTwoEpisodes_IsFoundInBothAndEditable()
    {
        var series = await Studio.CreateTitleAsync("A series", "series");
        var second = await MakeAsync(EncodingApp.TempFile("second.mp4"), (4, 8.5), (5, 1.1), (Intro, IntroSeconds), (6, 25));
        var (firstVideo, secondVideo) = (
            await UploadAsync(series, 1, await MakeAsync(EncodingApp.TempFile("first.mp4"), (2, 4), (Intro, IntroSeconds), (3, 21))), await UploadAsync(series, 2, second));

        // The first has its intro only now that the second is there to compare it with.
        var first = await IntroAsync(firstVideo);
        Assert.That((first.Start, first.End), Is.EqualTo((4.0, 24.0)).Within(0.5));
        var found = await IntroAsync(secondVideo);
        Assert.That((found.Start, found.End), Is.EqualTo((9.6, 29.6)).Within(0.5));
        Assert.That(found.Source, Is.EqualTo("auto"));
        Assert.That(found.Confidence, Is.InRange(0.4, 0.7));

        using var edited = await PutAsync(secondVideo, new { markers = new[] { Sent("intro", 9, 30), Sent("chapter", 0, 30, " One ") } });
        var sheet = await edited.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(sheet.GetProperty("markers").EnumerateArray().Select(one => one.GetProperty("source").GetString()), Has.All.EqualTo("manual"));
        Assert.That(sheet.GetProperty("markers")[0].GetProperty("title").GetString(), Is.EqualTo("One"));
        await UploadAsync(series, 2, second); // found anew, but edited
        await UploadAsync(series, 3, await MakeAsync(EncodingApp.TempFile("third.mp4"), (Intro, IntroSeconds), (7, 22)));
        await Expect.EventuallyAsync(() => IntroAsync(firstVideo), one => one.Confidence > found.Confidence); // two agree
        Assert.That((await IntroAsync(secondVideo)).End, Is.EqualTo(30));

        await (await Studio.Http.DeleteAsync($"admin/content/{series}")).ExpectAsync(HttpStatusCode.NoContent);
        await Expect.EventuallyAsync(async () => (await Studio.Http.GetAsync($"admin/videos/{firstVideo}/markers")).StatusCode, status => status == HttpStatusCode.NotFound);
        await Expect.EventuallyAsync(() => RowsAsync([firstVideo, secondVideo]), rows => rows == 0);
    }

    [Test]
    public async Task Markers_ReachThePlayer()
    {
        var (_, videoId) = await Studio.PublishFilmAsync(await TestFilm.MakeAsync(EncodingApp.App.Directory, 180, 3, name: $"{Guid.NewGuid():N}.mp4"));
        using var viewer = await EncodingApp.App.SignUpAsync();

        using var saved = await PutAsync(videoId, new { markers = new[] { Sent("credits", 2.5, 3), Sent("chapter", 0, 2, "The beginning") } });

        var start = await Expect.EventuallyAsync(() => viewer.StartPlaybackAsync(videoId), start => start.GetProperty("markers").GetArrayLength() == 2);
        Assert.That(start.GetProperty("markers").EnumerateArray().Select(one => $"{one.GetProperty("kind")} {one.GetProperty("start")}-{one.GetProperty("end")} {one.GetProperty("title")}"),
            Is.EqualTo(new[] { "chapter 0-2 The beginning", "credits 2.5-3 " }));
    }

    [Test]
    public async Task Edit_OfAnOldRevision_IsRefused()
    {
        var (_, videoId) = await Studio.PublishFilmAsync(await TestFilm.MakeAsync(EncodingApp.App.Directory, 180, 2, name: $"{Guid.NewGuid():N}.mp4"));
        using var read = await Studio.Http.GetAsync($"admin/videos/{videoId}/markers");
        var tag = read.Headers.ETag!.ToString();
        using var mine = await PutAsync(videoId, new { markers = new[] { Sent("intro", 0, 1) } }, tag);

        await SendAsync(videoId, new { markers = Array.Empty<object>() }, tag).ProblemAsync(HttpStatusCode.PreconditionFailed);
        await SendAsync(videoId, new { markers = Array.Empty<object>() }, "no tag").ProblemAsync(HttpStatusCode.BadRequest);

        using var again = await PutAsync(videoId, new { markers = Array.Empty<object>() }, mine.Headers.ETag!.ToString());
        Assert.That((await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("markers").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Markers_AreTheStudiosAlone()
    {
        using var viewer = await EncodingApp.App.SignUpAsync();
        var url = $"admin/videos/{Guid.NewGuid()}/markers";

        await EncodingApp.App.Anonymous.GetAsync(url).ProblemAsync(HttpStatusCode.Unauthorized);
        await viewer.Http.GetAsync(url).ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PutAsJsonAsync(url, new { markers = Array.Empty<object>() }).ProblemAsync(HttpStatusCode.Forbidden);
        await Studio.Http.GetAsync(url).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.Http.PutAsJsonAsync(url, new { markers = Array.Empty<object>() }).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.Http.PutAsync(url, new StringContent("{\"markers\": 3}", null, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.Http.PutAsync(url, new StringContent("[", null, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);
    }

    private sealed record Found(double Start, double End, double? Confidence, string Source);

    private static async Task<Found> IntroAsync(Guid videoId) =>
        await Expect.EventuallyAsync(
            async () =>
            {
                using var response = await Studio.Http.GetAsync($"admin/videos/{videoId}/markers");
                return response.StatusCode != HttpStatusCode.OK ? null : (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("markers").EnumerateArray()
                    .Where(one => one.GetProperty("kind").GetString() == "intro").Select(one => one.Deserialize<Found>(JsonSerializerOptions.Web)).SingleOrDefault();
            },
            found => found is not null) ?? throw new InvalidOperationException();

    private static async Task<Guid> UploadAsync(Guid series, int episode, string file)
    {
        using var added = await Studio.Http.PostAsJsonAsync($"admin/content/{series}/episodes", new { seasonNumber = 1, episodeNumber = episode, title = $"Episode {episode}" });
        Assert.That(added.StatusCode, Is.EqualTo(HttpStatusCode.Created).Or.EqualTo(HttpStatusCode.Conflict)); // there already
        var upload = await Task.FromResult(await Studio.UploadAsync(series, file, 1, episode)).JsonAsync(HttpStatusCode.Accepted);
        var job = await Studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        return upload.GetProperty("videoId").GetGuid();
    }

    private static object Sent(string kind, double start, double end, string? title = null) => new { kind, start, end, title };

    private static async Task<HttpResponseMessage> PutAsync(Guid videoId, object body, string? ifMatch = null) =>
        await (await SendAsync(videoId, body, ifMatch)).ExpectAsync(HttpStatusCode.OK);

    private static async Task<HttpResponseMessage> SendAsync(Guid videoId, object body, string? ifMatch)
    {
        // The row comes with the asset's event, just after the job.
        await Expect.EventuallyAsync(async () => (await Studio.Http.GetAsync($"admin/videos/{videoId}/markers")).StatusCode, status => status == HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"admin/videos/{videoId}/markers") { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await Studio.Http.SendAsync(request);
    }

    private static async Task<long> RowsAsync(Guid[] videos)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(EncodingApp.App.ConnectionString);
        await using var command = source.CreateCommand("""
            select (select count(*) from encoding.fingerprints where video_id = any($1)) + (select count(*) from encoding.markers where video_id = any($1))
                + (select count(*) from playback.markers where video_id = any($1))
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = videos });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
