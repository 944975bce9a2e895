using System.Net;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Encoding.Tests;

/// <summary>Jobs as the studio handles them.</summary>
public class JobTests
{
    private static TestUser Studio => EncodingApp.Studio;

    [Test]
    public async Task CancelledJob_StopsAndCanBeRetried()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        using var studio = await app.SignInAdminAsync();
        var upload = await Task.FromResult(await studio.UploadAsync(await studio.CreateTitleAsync(), await TestFilm.MakeAsync(app.Directory, 240, 1))).JsonAsync(HttpStatusCode.Accepted);
        var url = $"admin/encoding/{upload.GetProperty("encodingJobId").GetGuid()}";

        await studio.Http.PostAsync($"{url}/retry", null).ProblemAsync(HttpStatusCode.Conflict);
        var cancelled = await studio.Http.PostAsync($"{url}/cancel", null).JsonAsync();
        await studio.Http.PostAsync($"{url}/cancel", null).ProblemAsync(HttpStatusCode.Conflict);
        var again = await studio.Http.PostAsync($"{url}/retry", null).JsonAsync(HttpStatusCode.Accepted);

        Assert.That(cancelled.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
        Assert.That(again.GetProperty("status").GetString(), Is.EqualTo("pending"));
    }

    [Test]
    public async Task RunningJob_CancelledAndRetried_Completes()
    {
        var contentId = await Studio.CreateTitleAsync();
        var upload = await Task.FromResult(await Studio.UploadAsync(contentId, await TestFilm.MakeAsync(EncodingApp.App.Directory, 240, 2, name: $"{contentId:N}.mp4"))).JsonAsync(HttpStatusCode.Accepted);
        var url = $"admin/encoding/{upload.GetProperty("encodingJobId").GetGuid()}";
        await Expect.EventuallyAsync(() => Studio.Http.GetAsync(url).JsonAsync(), job => job.GetProperty("status").GetString() == "processing");

        await Studio.Http.PostAsync($"{url}/cancel", null).JsonAsync();
        await Studio.Http.PostAsync($"{url}/retry", null).JsonAsync(HttpStatusCode.Accepted);
        var job = await Studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
    }

    [Test]
    public async Task Events_TellTheWayToTheEnd()
    {
        var contentId = await Studio.CreateTitleAsync();
        var upload = await Task.FromResult(await Studio.UploadAsync(contentId, await TestFilm.MakeAsync(EncodingApp.App.Directory, 240, 1, name: $"{contentId:N}.mp4"))).JsonAsync(HttpStatusCode.Accepted);
        var jobId = upload.GetProperty("encodingJobId").GetGuid();

        using var response = await Studio.Http.GetAsync($"admin/encoding/{jobId}/events", HttpCompletionOption.ResponseHeadersRead);
        var events = (await response.Content.ReadAsStringAsync()).Split('\n') // ends with the job
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonSerializer.Deserialize<JsonElement>(line[6..])).ToList();

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(events[^1].GetProperty("status").GetString(), Is.EqualTo("completed"));
        Assert.That(events.Select(one => one.GetProperty("progress").GetDouble()), Is.Ordered);
        Assert.That(events, Has.Count.GreaterThan(1));
        Assert.That(events.Select(one => one.GetProperty("jobId").GetGuid()), Has.All.EqualTo(jobId));
    }

    [Test]
    public async Task List_IsPagedAndFiltered()
    {
        var contentId = await Studio.CreateTitleAsync();
        var file = EncodingApp.TempFile("no-film.mp4");
        await File.WriteAllTextAsync(file, "no film");
        var upload = await Task.FromResult(await Studio.UploadAsync(contentId, file)).JsonAsync(HttpStatusCode.Accepted);
        await Studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());

        var failed = await Studio.Http.GetAsync($"admin/encoding?status=failed&contentId={contentId}&limit=1").JsonAsync();
        var completed = await Studio.Http.GetAsync($"admin/encoding?status=completed&contentId={contentId}").JsonAsync();

        Assert.That((failed.GetProperty("totalCount").GetInt32(), failed.GetProperty("page").GetInt32(), failed.GetProperty("limit").GetInt32()), Is.EqualTo((1, 1, 1)));
        Assert.That(failed.GetProperty("items")[0].GetProperty("title").GetString(), Is.EqualTo("A test film"));
        Assert.That(completed.GetProperty("totalCount").GetInt32(), Is.Zero);
        await Studio.Http.GetAsync("admin/encoding?limit=0").ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.Http.GetAsync("admin/encoding?status=lost").ProblemAsync(HttpStatusCode.BadRequest);
        var unknown = await Studio.Http.GetAsync($"admin/encoding/{Guid.NewGuid()}/status").ProblemAsync(HttpStatusCode.NotFound);
        Assert.That(unknown.GetProperty("detail").GetString(), Is.EqualTo("There is no such job."));
        Assert.That(failed.GetProperty("items")[0].GetProperty("retryable").GetBoolean(), Is.False, "the source was refused, and is deleted");
        await Studio.Http.GetAsync($"admin/encoding/{Guid.NewGuid()}/events").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.Http.PostAsync($"admin/encoding/{Guid.NewGuid()}/cancel", null).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task UploadsOfOneVideoAtOnce_TheLastAloneIsEncoded()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        using var studio = await app.SignInAdminAsync();
        var contentId = await studio.CreateTitleAsync();
        var file = await TestFilm.MakeAsync(app.Directory, 180, 1);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await (await studio.UploadAsync(contentId, file)).ExpectAsync(HttpStatusCode.Accepted))));

        var jobs = (await studio.Http.GetAsync($"admin/encoding?contentId={contentId}").JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.That(jobs.Select(job => job.GetProperty("status").GetString()), Is.EquivalentTo(new[] { "pending" }.Concat(Enumerable.Repeat("cancelled", 7))));
        Assert.That(jobs.Select(job => job.GetProperty("retryable").GetBoolean()), Has.All.False);
        var older = jobs.First(job => job.GetProperty("status").GetString() == "cancelled");
        var problem = await studio.Http.PostAsync($"admin/encoding/{older.GetProperty("jobId").GetGuid()}/retry", null).ProblemAsync(HttpStatusCode.Conflict);
        Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo("A newer upload has taken this one's place."));
    }

    [Test]
    public async Task DeletedTitle_TakesItsJobsUploadsAndAssetsWithIt()
    {
        var contentId = await Studio.CreateTitleAsync();
        var file = await TestFilm.MakeAsync(EncodingApp.App.Directory, 240, 1, name: $"{contentId:N}.mp4");
        var upload = await Task.FromResult(await Studio.UploadAsync(contentId, file)).JsonAsync(HttpStatusCode.Accepted);
        var job = await Studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
        var folder = EncodingApp.AssetFolder(job);
        Assert.That(File.Exists(Path.Combine(folder, "manifest.mpd")));

        await (await Studio.Http.DeleteAsync($"admin/content/{contentId}")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(() => Task.FromResult(Directory.Exists(folder)), exists => !exists);
        await Expect.EventuallyAsync(
            async () => (await Studio.Http.GetAsync($"admin/encoding/{job.GetProperty("jobId").GetGuid()}")).StatusCode, status => status == HttpStatusCode.NotFound);
        var list = await Studio.Http.GetAsync($"admin/encoding?contentId={contentId}").JsonAsync();
        Assert.That(list.GetProperty("totalCount").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task ReplacedAsset_IsDeletedAfterItsTime()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Encoding:ReplacedAssetLifetime", "00:00:00"));
        using var studio = await app.SignInAdminAsync();
        var contentId = await studio.CreateTitleAsync();
        var file = await TestFilm.MakeAsync(app.Directory, 240, 1);
        var folders = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var upload = await Task.FromResult(await studio.UploadAsync(contentId, file)).JsonAsync(HttpStatusCode.Accepted);
            folders.Add(EncodingApp.AssetFolder(await studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid()), app));
        }

        await Expect.EventuallyAsync(() => Task.FromResult(Directory.Exists(folders[0])), exists => !exists);
        Assert.That(File.Exists(Path.Combine(folders[1], "manifest.mpd")));
    }
}
