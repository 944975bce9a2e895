using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;

namespace Netflix.Testing;

/// <summary>What a studio user does, over HTTP.</summary>
public static class Studio
{
    public static async Task<Guid> CreateTitleAsync(this TestUser studio, string title = "A test film", string type = "movie", string rating = "PG")
    {
        var created = await studio.Http.PostAsJsonAsync("admin/content", new
        {
            title, type, rating, description = "Made for a test.", genres = new[] { "Drama" }, releaseYear = 2024, language = "en",
            cast = new[] { "Ada Example" }, director = "Bo Example",
        }).JsonAsync(HttpStatusCode.Created);
        return created.GetProperty("contentId").GetGuid();
    }

    /// <summary>Uploads by multipart; the answer is 202 with videoId and encodingJobId, or a refusal.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(this TestUser studio, Guid contentId, string file, int? season = null, int? episode = null, string? protection = null)
    {
        using var form = new MultipartFormDataContent();
        if (season is not null)
        {
            form.Add(new StringContent($"{season}"), "seasonNumber");
            form.Add(new StringContent($"{episode}"), "episodeNumber");
        }

        if (protection is not null)
        {
            form.Add(new StringContent(protection), "protection");
        }

        await using var stream = File.OpenRead(file);
        form.Add(new StreamContent(stream), "video", Path.GetFileName(file));
        return await studio.Http.PostAsync($"admin/content/{contentId}/video", form);
    }

    /// <summary>The job once it has ended, whatever its end.</summary>
    public static Task<JsonElement> WaitForJobAsync(this TestUser studio, Guid jobId) => Expect.EventuallyAsync(
        () => studio.Http.GetAsync($"admin/encoding/{jobId}").JsonAsync(),
        job => job.GetProperty("status").GetString() is "completed" or "failed" or "cancelled",
        TimeSpan.FromMinutes(9)); // no speed is asked here, only an end: a busy machine may be ten times slower

    public static async Task PublishAsync(this TestUser studio, Guid contentId) =>
        // The job is completed before its event has made the title playable: 409 until then.
        await Expect.EventuallyAsync(
            async () => (await studio.Http.PostAsync($"admin/content/{contentId}/publish", null)).StatusCode, status => status == HttpStatusCode.OK);

    /// <summary>A published film made of the file.</summary>
    public static async Task<(Guid ContentId, Guid VideoId)> PublishFilmAsync(this TestUser studio, string file, string title = "A test film", string rating = "PG", string? protection = null)
    {
        var contentId = await studio.CreateTitleAsync(title, rating: rating);
        var upload = await Task.FromResult(await studio.UploadAsync(contentId, file, protection: protection)).JsonAsync(HttpStatusCode.Accepted);
        var job = await studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        await studio.PublishAsync(contentId);
        return (contentId, upload.GetProperty("videoId").GetGuid());
    }

    public static Task<JsonElement> StartPlaybackAsync(this TestUser viewer, Guid videoId) =>
        viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web" }).JsonAsync(HttpStatusCode.Created);

    public static Task<JsonElement> ReportProgressAsync(this TestUser viewer, Guid sessionId, double position, long sequence) =>
        viewer.Http.PostAsJsonAsync($"streaming/{sessionId}/progress", new { position, sequence }).JsonAsync();
}
