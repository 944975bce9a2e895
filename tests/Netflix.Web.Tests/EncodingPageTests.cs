using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Web.Tests;

/// <summary>Encode jobs as the studio sees and steers them, and what it edits of a finished video.</summary>
public sealed class EncodingPageTests
{
    private const int Shortest = 3; // seconds of film

    private static readonly Regex Running = new("pending|processing");

    private NetflixApp app = null!;
    private TestUser studio = null!;
    private Guid contentId;
    private Guid videoId;

    /// <summary>With an encoder that no other test's films wait for, and a ladder for each title.</summary>
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync(("Netflix:Encoding:Ladder", "title"));
        studio = await app.SignInAdminAsync();
        (contentId, videoId) = await studio.PublishFilmAsync(await CutFilmAsync(seconds: 8), "Edited");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        studio?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    [Test]
    public async Task Job_IsSeenLiveToItsEnd_WithRungsChartAndReport()
    {
        var title = NewTitle();
        var (_, jobId) = await UploadAsync(title, await CutFilmAsync(seconds: 4));
        await using var client = await OpenAsync($"/studio/encoding/{jobId}");
        var job = client.Page.GetByTestId("job");
        await Assertions.Expect(job).ToHaveAttributeAsync("data-status", Running);

        await Assertions.Expect(job).ToHaveAttributeAsync("data-status", "completed", new() { Timeout = 90_000 });

        foreach (var stage in new[] { "inspect", "analyse", "encode", "audio", "package" })
        {
            await Assertions.Expect(job.Locator($"[data-stage={stage}]")).ToHaveAttributeAsync("data-status", "completed");
        }

        await Assertions.Expect(Part(client, "Outputs").Locator("tr[data-rung='480p']").First).ToContainTextAsync(new Regex("[kM]b/s of [0-9.]+ [kM]b/s"));
        await Assertions.Expect(Part(client, "Ladder").GetByTestId("ladder-chart")).ToBeVisibleAsync();
        await Part(client, "Ladder").GetByText("The chart in numbers").ClickAsync();
        await Assertions.Expect(Part(client, "Chosen rungs").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync(new Regex("p.*b/s.*dB"));
        await Assertions.Expect(Part(client, "Quality report")).ToContainTextAsync("Passed");
        await Assertions.Expect(Part(client, "Source")).ToContainTextAsync("H.264, 853 × 480");
        await ListAndFindAsync(client, title, "completed");
    }

    [Test]
    public async Task RunningJob_KeepsItsPriority_AndStopsWhenItIsCancelled()
    {
        var title = NewTitle();
        var (_, jobId) = await UploadAsync(title, await MakeFilmAsync(seconds: 40, height: 720));
        await using var client = await OpenAsync("/studio/encoding");
        await client.Page.GetByLabel("Title or file").FillAsync(title);
        var row = client.Page.GetByTestId("job");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await row.GetByLabel($"Priority of {title}").SelectOptionAsync("High");
        await Expect.EventuallyAsync(() => studio.Http.GetAsync($"admin/encoding/{jobId}").JsonAsync(), job => job.GetProperty("priority").GetInt32() == 5);

        await client.Page.ReloadAsync();
        await Assertions.Expect(row.GetByLabel($"Priority of {title}")).ToHaveValueAsync("5");
        await row.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = $"Cancel {title}" }).ClickAsync();

        await Assertions.Expect(client.Page.GetByTestId("job")).ToHaveAttributeAsync("data-status", "cancelled");
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = $"Retry {title}" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task FailedJob_TellsWhyWithItsLog_AndIsRetried()
    {
        var title = NewTitle();
        var (_, jobId) = await UploadAsync(title, await MakeFilmAsync(Shortest));
        await FailAsync(jobId, "The chunk could not be encoded.", "ffmpeg -i source.mp4\nConversion failed!");
        await using var client = await OpenAsync($"/studio/encoding/{jobId}");
        var job = client.Page.GetByTestId("job");
        await Assertions.Expect(job.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The chunk could not be encoded.");
        await Assertions.Expect(Part(client, "Log")).ToContainTextAsync("Conversion failed!");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);

        await client.Page.GetByRole(AriaRole.Button, new() { Name = $"Retry {title}" }).ClickAsync();

        await Assertions.Expect(job).ToHaveAttributeAsync("data-status", "completed", new() { Timeout = 60_000 });
        await Assertions.Expect(Part(client, "Log")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Markers_AreEditedAndKept_AndAnotherEditorIsTold()
    {
        await using var client = await OpenAsync($"/studio/{contentId}");
        await OpenMarkersAsync(client);
        await using var other = await OpenAsync($"/studio/{contentId}");
        await OpenMarkersAsync(other);

        await AddMarkerAsync(client, "Intro", "0:00.5", "x:y");
        await SaveMarkersAsync(client);
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Textbox, new() { Name = "End" })).ToHaveAttributeAsync("aria-invalid", "true");
        await client.Page.GetByRole(AriaRole.Textbox, new() { Name = "End" }).FillAsync("0:01.5");
        await SaveMarkersAsync(client);
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Save markers" })).ToHaveCountAsync(0);
        await AddMarkerAsync(other, "Chapter", "0:00", "0:02");
        await other.Page.GetByLabel("Chapter's title").FillAsync("Cold open");
        await SaveMarkersAsync(other);
        await other.Page.GetByRole(AriaRole.Dialog, new() { Name = "Somebody else changed these markers" }).GetByRole(AriaRole.Button, new() { Name = "Load their version" }).ClickAsync();
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Textbox, new() { Name = "Start" })).ToHaveValueAsync("0:00.5");

        var kept = (await studio.Http.GetAsync($"admin/videos/{videoId}/markers").JsonAsync()).GetProperty("markers").EnumerateArray().Single();
        Assert.That(kept.GetProperty("kind").GetString(), Is.EqualTo("intro"));
        Assert.That(kept.GetProperty("start").GetDouble(), Is.EqualTo(0.5));
        Assert.That(kept.GetProperty("end").GetDouble(), Is.EqualTo(1.5));
        Assert.That(await AccessibilityTests.FindingsAsync(other.Page), Is.Empty);
    }

    [Test]
    public async Task Tracks_AreAddedChosenInThePlayerAndRemoved()
    {
        var subtitles = Path.Combine(app.Directory, $"{Guid.NewGuid():N}.srt");
        await File.WriteAllTextAsync(subtitles, "1\n00:00:00,100 --> 00:00:07,900\nHej på dig\n");
        var dub = Path.Combine(app.Directory, $"{Guid.NewGuid():N}.m4a");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=frequency=660:duration=8", "-c:a", "aac", dub]);
        await using var client = await OpenAsync($"/studio/{contentId}");
        await client.Page.GetByText("Sound and subtitles", new() { Exact = true }).ClickAsync();
        var tracks = client.Page.GetByRole(AriaRole.List, new() { Name = "Tracks" });
        await tracks.GetByText("No subtitles yet.").WaitForAsync();

        await AddTrackAsync(client, "Add subtitles", subtitles, "sv");
        await Assertions.Expect(tracks.GetByText("Svenska")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await AddTrackAsync(client, "Add sound", dub, "de");
        await Assertions.Expect(tracks.GetByText("Deutsch")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);

        // The catalogue and sessions hear of a track a moment after its job has ended.
        await Expect.EventuallyAsync(LookAsync, start => start.GetProperty("audioTracks").EnumerateArray().Any(track => track.GetProperty("language").GetString() == "de"));
        await client.Page.GotoAsync($"/watch/{contentId}/{videoId}");
        await client.UntilAsync("video => video && video.currentTime > 0");
        await ChooseAsync(client, "Audio", "Deutsch");
        await ChooseAsync(client, "Subtitles", "Svenska");
        // The browser draws cues itself: no element holds their words.
        await client.UntilAsync("video => [...video.textTracks].some((track) => track.mode === 'showing' && [...(track.activeCues ?? [])].some((cue) => cue.text.includes('Hej på dig')))");

        await client.Page.GotoAsync($"/studio/{contentId}");
        await client.Page.GetByText("Sound and subtitles", new() { Exact = true }).ClickAsync();
        await tracks.GetByRole(AriaRole.Button, new() { Name = "Remove Svenska" }).ClickAsync();
        await tracks.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await tracks.GetByRole(AriaRole.Button, new() { Name = "Remove Svenska" }).ClickAsync();
        await tracks.GetByRole(AriaRole.Button, new() { Name = "Really remove Svenska" }).ClickAsync();
        await Assertions.Expect(tracks.GetByText("Svenska")).ToHaveCountAsync(0);
        await Assertions.Expect(tracks.GetByText("Deutsch")).ToBeVisibleAsync();

        // Stopped at once: a plan has few streams.
        async Task<JsonElement> LookAsync()
        {
            var start = await studio.StartPlaybackAsync(videoId);
            await (await studio.Http.PostAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);
            return start;
        }
    }

    [Test]
    public async Task RefusedFile_TellsWhyAndOffersNoRetry()
    {
        var file = Path.Combine(app.Directory, $"{Guid.NewGuid():N}.mp4");
        await File.WriteAllTextAsync(file, "no film at all");
        var title = NewTitle();
        var (_, jobId) = await UploadAsync(title, file);
        await using var client = await OpenAsync($"/studio/encoding/{jobId}");

        await Assertions.Expect(client.Page.GetByTestId("job")).ToHaveAttributeAsync("data-status", "failed");

        await Assertions.Expect(client.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(new Regex("^The file is not a film"));
        await Assertions.Expect(client.Page.GetByText("Open the title to send another.")).ToBeVisibleAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = $"Retry {title}" })).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Artwork_IsChosen()
    {
        await using var client = await OpenAsync($"/studio/{contentId}");
        var stills = client.Page.GetByRole(AriaRole.List, new() { Name = "Stills" }).GetByRole(AriaRole.Button);
        await Assertions.Expect(stills.First).ToHaveAttributeAsync("aria-pressed", "true");

        await stills.Last.ClickAsync();

        await Assertions.Expect(stills.Last).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(stills.First).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.That(await stills.CountAsync(), Is.GreaterThan(1));
    }

    [Test]
    public async Task PagesOfEncoding_HaveNoSeriousFinding_AndFitAPhone()
    {
        var jobs = await studio.Http.GetAsync($"admin/encoding?contentId={contentId}").JsonAsync();
        var jobId = jobs.GetProperty("items")[0].GetProperty("jobId").GetGuid();
        await using var client = await OpenAsync("/studio/encoding");
        foreach (var width in new[] { 1280, 390 })
        {
            await client.Page.SetViewportSizeAsync(width, 844);
            foreach (var path in new[] { "/studio/encoding", $"/studio/encoding/{jobId}" })
            {
                await client.Page.GotoAsync(path);
                await client.Page.GetByTestId("job").First.WaitForAsync();
                Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty, $"{path} at {width}");
                Assert.That(await client.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"), Is.Zero, $"{path} at {width}");
            }
        }
    }

    private static string NewTitle() => $"Encoded {Guid.NewGuid().ToString("N")[..6]}";

    private Task<string> MakeFilmAsync(int seconds, int height = 240) => TestFilm.MakeAsync(app.Directory, height, seconds, name: $"{Guid.NewGuid():N}.mp4");

    /// <summary>Of a real film: with scenes to choose stills of, and sound that is more than a tone.</summary>
    private async Task<string> CutFilmAsync(int seconds)
    {
        var file = Path.Combine(app.Directory, $"{Guid.NewGuid():N}.mp4");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-i", WebApp.FilmFile, "-t", $"{seconds}", "-vf", "scale=-2:480", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "copy", file]);
        return file;
    }

    private static ILocator Part(Client client, string name) => client.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    private async Task<Client> OpenAsync(string path)
    {
        var client = await Client.OpenAsync(app);
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.GotoAsync(path);
        return client;
    }

    private async Task<(Guid ContentId, Guid JobId)> UploadAsync(string title, string file)
    {
        var contentId = await studio.CreateTitleAsync(title);
        var upload = await Task.FromResult(await studio.UploadAsync(contentId, file)).JsonAsync(HttpStatusCode.Accepted);
        return (contentId, upload.GetProperty("encodingJobId").GetGuid());
    }

    /// <summary>As after a tool's failure: no film fails for sure in the encoder without being refused before it.</summary>
    private async Task FailAsync(Guid jobId, string error, string log)
    {
        await studio.Http.PostAsync($"admin/encoding/{jobId}/cancel", null).JsonAsync();
        await using var database = NpgsqlDataSource.Create(app.ConnectionString);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("update encoding.tasks set error = $2, log = $3, failures = 4 where job_id = $1 and completed_at is null") { Parameters = { new() { Value = jobId }, new() { Value = error }, new() { Value = log } } });
        batch.BatchCommands.Add(new("update encoding.jobs set status = 'Failed', error = $2 where job_id = $1") { Parameters = { new() { Value = jobId }, new() { Value = error } } });
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task ListAndFindAsync(Client client, string title, string status)
    {
        await client.Page.GotoAsync($"/studio/encoding?status={status}");
        await client.Page.GetByLabel("Title or file").FillAsync(title);
        var row = client.Page.GetByTestId("job");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync(title);
        await client.Page.GetByLabel("Status").SelectOptionAsync("Failed");
        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "No job is like this" }).WaitForAsync();
    }

    private static async Task OpenMarkersAsync(Client client)
    {
        await client.Page.GetByText("Markers", new() { Exact = true }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Add a marker" }).WaitForAsync();
    }

    private static async Task AddTrackAsync(Client client, string add, string file, string language)
    {
        await client.Page.GetByRole(AriaRole.Button, new() { Name = add }).ClickAsync();
        var form = client.Page.GetByRole(AriaRole.Form, new() { Name = add });
        await form.GetByLabel("File").SetInputFilesAsync(file);
        await form.GetByLabel("Language").SelectOptionAsync(language);
        await form.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
    }

    /// <summary>In a menu of the player, which shows when the pointer moves.</summary>
    private static async Task ChooseAsync(Client client, string menu, string choice)
    {
        await client.Page.Mouse.MoveAsync(300, 300);
        await client.Page.Mouse.MoveAsync(310, 310);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = menu, Exact = true }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = choice }).ClickAsync();
    }

    private static async Task AddMarkerAsync(Client client, string kind, string start, string end)
    {
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Add a marker" }).ClickAsync();
        await client.Page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync(kind);
        await client.Page.GetByRole(AriaRole.Textbox, new() { Name = "Start" }).FillAsync(start);
        await client.Page.GetByRole(AriaRole.Textbox, new() { Name = "End" }).FillAsync(end);
    }

    private static Task SaveMarkersAsync(Client client) => client.Page.GetByRole(AriaRole.Button, new() { Name = "Save markers" }).ClickAsync();
}
