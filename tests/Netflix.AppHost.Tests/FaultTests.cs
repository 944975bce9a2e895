using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.AppHost.Tests;

/// <summary>Processes of the service are killed under its viewers and its studio; nothing that was acknowledged is lost.</summary>
[NonParallelizable]
public class FaultTests
{
    private string folder = null!;
    private RunningService service = null!;
    private TestUser studio = null!;
    private Guid videoId;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("netflix-faults-").FullName;
        service = await RunningService.StartAsync(Path.Combine(folder, "data"));
        studio = await service.SignInAdminAsync();
        (_, videoId) = await studio.PublishFilmAsync(await TestFilm.MakeAsync(folder, height: 360, seconds: 10));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        studio?.Dispose();
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task EncoderKilledInTheMiddleOfAJob_JobFinishes()
    {
        var film = await TestFilm.MakeAsync(folder, height: 720, seconds: 20, name: "long.mp4");
        var contentId = await studio.CreateTitleAsync("A film in two goes");
        var upload = await Task.FromResult(await studio.UploadAsync(contentId, film)).JsonAsync(HttpStatusCode.Accepted);
        var jobId = upload.GetProperty("encodingJobId").GetGuid();
        await Expect.EventuallyAsync(
            () => studio.Http.GetAsync($"admin/encoding/{jobId}").JsonAsync(),
            job => job.GetProperty("status").GetString() is "processing" && job.GetProperty("progress").GetDouble() > 10,
            TimeSpan.FromMinutes(2));

        await service.KillAsync("web");

        var atStart = await studio.Http.GetAsync($"admin/encoding/{jobId}").JsonAsync();
        Assert.That(atStart.GetProperty("status").GetString(), Is.EqualTo("processing"), "killed too late to prove anything");
        var job = await studio.WaitForJobAsync(jobId);
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        await studio.PublishAsync(contentId);
    }

    [Test]
    public async Task WebKilledAfterAcknowledgedProgress_PositionIsThere()
    {
        using var viewer = await service.SignUpAsync();
        var session = (await viewer.StartPlaybackAsync(videoId)).GetProperty("sessionId").GetGuid();
        var progress = await viewer.ReportProgressAsync(session, 6.5, 1);
        Assert.That(progress.GetProperty("accepted").GetBoolean());

        await service.KillAsync("web");

        // Edges that nobody heard of while the web process was away are steered to again after their next heartbeat.
        var started = await Expect.EventuallyAsync(
            () => viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web", takeOver = true }),
            answer => answer.StatusCode is HttpStatusCode.Created);
        Assert.That((await Task.FromResult(started).JsonAsync(HttpStatusCode.Created)).GetProperty("resumePosition").GetDouble(), Is.EqualTo(6.5));
    }

    [Test]
    public async Task RedisKilledAfterAcknowledgedProgress_ServiceDegradesAndPositionIsThere()
    {
        using var viewer = await service.SignUpAsync();
        var session = (await viewer.StartPlaybackAsync(videoId)).GetProperty("sessionId").GetGuid();
        Assert.That((await viewer.ReportProgressAsync(session, 4.5, 1)).GetProperty("accepted").GetBoolean());

        var back = service.KillAsync("redis");
        var answers = new List<(string Route, HttpStatusCode Status)>();
        for (var sequence = 2; !back.IsCompleted; sequence++)
        {
            answers.Add(("home", (await viewer.Http.GetAsync("content/home")).StatusCode));
            answers.Add(("start", (await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web" })).StatusCode));
            answers.Add(("progress", (await viewer.Http.PostAsJsonAsync($"streaming/{session}/progress", new { position = 4.5, sequence })).StatusCode));
        }

        await back;
        Assert.That(answers, Is.Not.Empty);
        Assert.That(
            answers.Where(answer => (int)answer.Status >= 500 && answer.Status is not HttpStatusCode.ServiceUnavailable), Is.Empty, "degraded is not broken");
        Assert.That(answers.Where(answer => answer.Route is "home").Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
        await Expect.EventuallyAsync(
            () => viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web", takeOver = true }).JsonAsync(HttpStatusCode.Created),
            started => started.GetProperty("resumePosition").GetDouble() is 4.5);
    }

    [Test]
    public async Task EdgeKilled_OtherEdgeServesMeanwhileAndItComesBack()
    {
        using var viewer = await service.SignUpAsync();
        var segment = await SegmentAsync(viewer);
        var others = new UriBuilder(segment) { Port = segment.Port == service.Port + 1 ? service.Port + 2 : service.Port + 1 }.Uri;
        var name = $"edge{segment.Port - service.Port}";
        using var http = new HttpClient();
        await (await http.GetAsync(segment)).ExpectAsync(HttpStatusCode.OK);

        var back = service.KillAsync(name);

        await (await http.GetAsync(others)).ExpectAsync(HttpStatusCode.OK);
        await back;
        await (await http.GetAsync(segment)).ExpectAsync(HttpStatusCode.OK);
    }

    /// <summary>The first picture's segment of the lowest rung, on the edge that the session was sent to.</summary>
    private async Task<Uri> SegmentAsync(TestUser viewer)
    {
        var session = await viewer.StartPlaybackAsync(videoId);
        var master = new Uri(new Uri(service.Url), session.GetProperty("manifestUrl").GetString()!);
        using var http = new HttpClient();
        var playlist = new Uri(master, FirstUri(await http.GetStringAsync(master)));
        return new Uri(playlist, FirstUri(await http.GetStringAsync(playlist)));

        static string FirstUri(string playlist) => playlist.Split('\n', StringSplitOptions.TrimEntries).First(line => line.Length > 0 && line[0] != '#');
    }
}
