using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>A studio uploads films, good and bad.</summary>
public class UploadJourney
{
    private static TestUser Studio => FilmApp.Studio;

    [Test]
    public async Task TusWithAnInterruption_EndsInAPlayableTitle()
    {
        var file = await TestFilm.MakeAsync(FilmApp.App.Directory, 360, 3, name: "tus.mp4");
        var bytes = await File.ReadAllBytesAsync(file);
        var contentId = await Studio.CreateTitleAsync("Sent in two parts");
        var location = await CreateAsync(contentId, bytes.Length);

        await PatchAsync(location, 0, bytes[..(bytes.Length / 2)]).ContinueWith(task => task.Result.ExpectAsync(HttpStatusCode.NoContent)).Unwrap();
        await PatchAsync(location, 0, bytes[..10]).ContinueWith(task => task.Result.ExpectAsync(HttpStatusCode.Conflict)).Unwrap();
        var offset = await OffsetAsync(location); // what a client asks after a cut connection
        Assert.That(offset, Is.EqualTo(bytes.Length / 2));
        await PatchAsync(location, offset, bytes[(int)offset..]).ContinueWith(task => task.Result.ExpectAsync(HttpStatusCode.NoContent)).Unwrap();

        var jobs = await Expect.EventuallyAsync(
            () => Studio.Http.GetAsync("admin/encoding?limit=100").JsonAsync(), answer => JobOf(answer, contentId) is not null);
        var job = await Studio.WaitForJobAsync(JobOf(jobs, contentId)!.Value);
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(job.GetProperty("progress").GetDouble(), Is.EqualTo(100));
        await Studio.PublishAsync(contentId);
    }

    [Test]
    public async Task Series_EachEpisodeHasItsVideoAndLeadsToTheNext()
    {
        var seriesId = await Studio.CreateTitleAsync("A test series", "series");
        var file = await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "episode.mp4");
        await (await Studio.UploadAsync(seriesId, file, 1, 1)).ExpectAsync(HttpStatusCode.BadRequest);
        var jobs = new List<Guid>();
        for (var number = 1; number <= 2; number++)
        {
            await (await Studio.Http.PostAsJsonAsync($"admin/content/{seriesId}/episodes", new { seasonNumber = 1, episodeNumber = number, title = $"Part {number}" }))
                .ExpectAsync(HttpStatusCode.Created);
            var upload = await Task.FromResult(await Studio.UploadAsync(seriesId, file, 1, number)).JsonAsync(HttpStatusCode.Accepted);
            jobs.Add(upload.GetProperty("encodingJobId").GetGuid());
        }

        foreach (var job in jobs)
        {
            await Studio.WaitForJobAsync(job);
        }

        await Studio.PublishAsync(seriesId);
        using var viewer = await FilmApp.App.SignUpAsync();
        var episodes = await Expect.EventuallyAsync(
            async () => (await viewer.Http.GetAsync($"content/{seriesId}").JsonAsync()).GetProperty("seasons")[0].GetProperty("episodes"),
            list => list.EnumerateArray().All(episode => episode.GetProperty("playable").GetBoolean()));
        var first = await viewer.StartPlaybackAsync(episodes[0].GetProperty("videoId").GetGuid());
        Assert.That(first.GetProperty("nextVideo").GetProperty("videoId").GetGuid(), Is.EqualTo(episodes[1].GetProperty("videoId").GetGuid()));
        var second = await viewer.StartPlaybackAsync(episodes[1].GetProperty("videoId").GetGuid());
        Assert.That(second.GetProperty("nextVideo").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("text")]
    [TestCase("empty")]
    [TestCase("truncated")]
    [TestCase("no video")]
    public async Task BadFilm_IsRefusedWithASentenceAndLeavesNothing(string kind)
    {
        var file = await BadFilmAsync(kind);
        var contentId = await Studio.CreateTitleAsync($"Bad: {kind}");
        var before = MediaFiles();

        var upload = await Studio.UploadAsync(contentId, file);

        if (upload.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            Assert.That((await Task.FromResult(upload).ProblemAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString(), Has.Length.GreaterThan(20));
        }
        else
        {
            var answer = await Task.FromResult(upload).JsonAsync(HttpStatusCode.Accepted);
            var job = await Studio.WaitForJobAsync(answer.GetProperty("encodingJobId").GetGuid());
            Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("failed"), job.ToString());
            Assert.That(job.GetProperty("error").GetString(), Has.Length.GreaterThan(20));
        }

        await Expect.EventuallyAsync(() => Task.FromResult(MediaFiles().Except(before).Where(IsOf(file)).ToList()), left => left.Count == 0);
        await Studio.Http.PostAsync($"admin/content/{contentId}/publish", null).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Test]
    public async Task DeletedTitle_LeavesNothingInTheStore()
    {
        var file = await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "deleted.mp4");
        var (contentId, videoId) = await Studio.PublishFilmAsync(file, "Soon gone");
        using var viewer = await FilmApp.App.SignUpAsync();
        var card = (await viewer.Http.GetAsync($"content/{contentId}").JsonAsync()).GetProperty("thumbnailUrl").GetString()!;
        var folder = Path.Combine(FilmApp.App.Directory, "media", "assets", card.Split('/')[^2]);
        Assert.That(Directory.Exists(folder));

        await (await Studio.Http.DeleteAsync($"admin/content/{contentId}")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(() => Task.FromResult(Directory.Exists(folder)), exists => !exists);
        await viewer.Http.GetAsync($"content/{contentId}").ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web" }).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task UploadForNoTitle_Is404() =>
        await Studio.UploadAsync(Guid.NewGuid(), FilmApp.FilmFile).ProblemAsync(HttpStatusCode.NotFound);

    private static async Task<string> BadFilmAsync(string kind)
    {
        var file = Path.Combine(FilmApp.App.Directory, $"bad-{kind.Replace(' ', '-')}.mp4");
        switch (kind)
        {
            case "text": await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("This is not a film.\n", 500))); break;
            case "empty": await File.WriteAllBytesAsync(file, []); break;
            case "truncated":
                var whole = await TestFilm.MakeAsync(FilmApp.App.Directory, 360, 5, name: "whole.mp4");
                // With the index in front, so that only decoding finds out.
                await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-i", whole, "-c", "copy", "-movflags", "+faststart", file]);
                var bytes = await File.ReadAllBytesAsync(file);
                await File.WriteAllBytesAsync(file, bytes[..(bytes.Length * 2 / 3)]);
                break;
            default:
                await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "sine=duration=3", "-c:a", "aac", file]);
                break;
        }

        return file;
    }

    private static List<string> MediaFiles() =>
        [.. Directory.EnumerateFiles(Path.Combine(FilmApp.App.Directory, "media"), "*", SearchOption.AllDirectories)];

    /// <summary>Other journeys write to the same store meanwhile: only files as long as this one, or parts of it, count.</summary>
    private static Func<string, bool> IsOf(string file)
    {
        var length = new FileInfo(file).Length;
        return left => File.Exists(left) && new FileInfo(left).Length == length;
    }

    private static Guid? JobOf(JsonElement jobs, Guid contentId) => jobs.GetProperty("items").EnumerateArray()
        .Where(job => job.GetProperty("contentId").GetGuid() == contentId).Select(job => (Guid?)job.GetProperty("jobId").GetGuid()).FirstOrDefault();

    private static async Task<string> CreateAsync(Guid contentId, long length)
    {
        var request = Tus(HttpMethod.Post, "admin/uploads");
        request.Headers.Add("Upload-Length", $"{length}");
        request.Headers.Add("Upload-Metadata", $"contentId {Base64(contentId.ToString())},filename {Base64("tus.mp4")}");
        var response = await (await Studio.Http.SendAsync(request)).ExpectAsync(HttpStatusCode.Created);
        return new Uri(new Uri(FilmApp.App.BaseUrl), response.Headers.Location!).ToString();
    }

    private static async Task<HttpResponseMessage> PatchAsync(string location, long offset, byte[] bytes)
    {
        var request = Tus(HttpMethod.Patch, location);
        request.Headers.Add("Upload-Offset", $"{offset}");
        request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
        return await Studio.Http.SendAsync(request);
    }

    private static async Task<long> OffsetAsync(string location)
    {
        var response = await (await Studio.Http.SendAsync(Tus(HttpMethod.Head, location))).ExpectAsync(HttpStatusCode.OK);
        return long.Parse(response.Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static HttpRequestMessage Tus(HttpMethod method, string url) => new(method, url) { Headers = { { "Tus-Resumable", "1.0.0" } } };

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
