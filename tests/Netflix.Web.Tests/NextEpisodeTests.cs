using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>From one episode to the next: what is skipped, what begins by itself, and when somebody is asked.</summary>
public sealed class NextEpisodeTests
{
    private const int Seconds = 20;

    private static Guid series;
    private static Guid first;
    private static Guid second;

    [OneTimeSetUp]
    public async Task MakeSeriesAsync()
    {
        var studio = WebApp.Studio;
        series = await studio.CreateTitleAsync("Two of a kind", "series", "G");
        var file = await TestFilm.MakeAsync(WebApp.App.Directory, 180, Seconds, name: "episode.mp4");
        var videos = new List<Guid>();
        var jobs = new List<Guid>();
        for (var number = 1; number <= 2; number++)
        {
            await (await studio.Http.PostAsJsonAsync($"admin/content/{series}/episodes", new { seasonNumber = 1, episodeNumber = number, title = $"Part {number}" }))
                .ExpectAsync(HttpStatusCode.Created);
            var upload = await Task.FromResult(await studio.UploadAsync(series, file, 1, number)).JsonAsync(HttpStatusCode.Accepted);
            videos.Add(upload.GetProperty("videoId").GetGuid());
            jobs.Add(upload.GetProperty("encodingJobId").GetGuid());
        }

        foreach (var job in jobs)
        {
            await studio.WaitForJobAsync(job);
        }

        await studio.PublishAsync(series);
        (first, second) = (videos[0], videos[1]);
        await (await studio.Http.PutAsJsonAsync($"admin/videos/{first}/markers", new
        {
            markers = new[] { new { kind = "intro", start = 2, end = 9 }, new { kind = "credits", start = 15, end = Seconds } },
        })).ExpectAsync(HttpStatusCode.OK);
        await (await studio.Http.PutAsJsonAsync($"admin/videos/{second}/markers", new
        {
            markers = new[] { new { kind = "preview", start = 1, end = 8 } },
        })).ExpectAsync(HttpStatusCode.OK);
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await Expect.EventuallyAsync(() => AskAsync(viewer, second), start => start.GetProperty("markers").GetArrayLength() == 1);
        await Expect.EventuallyAsync(() => AskAsync(viewer, first), start =>
            start.GetProperty("markers").GetArrayLength() == 2 && start.GetProperty("nextVideo").ValueKind == JsonValueKind.Object);
    }

    /// <summary>What a start answers; the stream is given back.</summary>
    private static async Task<JsonElement> AskAsync(TestUser viewer, Guid video)
    {
        var start = await viewer.StartPlaybackAsync(video);
        await (await viewer.Http.PostAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);
        return start;
    }

    [Test]
    public async Task Credits_CountDownToTheNextEpisode_WhichKeepsTheSpeed()
    {
        await using var client = await OpenAsync();
        await client.Page.Mouse.MoveAsync(300, 300);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Speed" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "1.25×" }).ClickAsync();

        await GoAsync(client, 15.2);

        var card = Card(client);
        await Assertions.Expect(card).ToContainTextAsync("S1:E2 Part 2");
        await Assertions.Expect(card.GetByRole(AriaRole.Status)).ToHaveTextAsync("Next: S1:E2 Part 2, in 10 seconds");
        await Shots.TakeAsync(client.Page, "up-next");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        await client.Page.WaitForURLAsync($"**/watch/{series}/{second}");
        await client.IsPlayingAsync();
        Assert.That(await client.VideoAsync<double>("video => video.playbackRate"), Is.EqualTo(1.25));
    }

    [Test]
    public async Task NextEpisode_IsReadyBeforeItBegins_AndTakesNoSecondStream()
    {
        using var viewer = await WebApp.App.SignUpAsync("basic", WebApp.Country); // one stream
        await using var client = await OpenAsync(viewer.Email);
        var asked = new List<string>();
        client.Page.Request += (_, request) => asked.Add($"{request.Method} {request.Url} {request.PostData}");
        await client.Page.RunAndWaitForResponseAsync(
            () => GoAsync(client, 16.5), answer => answer.Url.Contains("/media/", StringComparison.Ordinal) && answer.Url.EndsWith("/1.m4s", StringComparison.Ordinal));
        var ready = asked.FindIndex(one => one.Contains("preloadAfter", StringComparison.Ordinal));
        Assert.That(ready, Is.Not.Negative, "the next episode's session");
        Assert.That(asked.Skip(ready).Count(one => one.Contains("manifest.mpd", StringComparison.Ordinal)), Is.EqualTo(1), "and its manifest");

        await client.Page.Mouse.MoveAsync(300, 300);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Next episode" }).ClickAsync();
        await client.Page.WaitForURLAsync($"**/watch/{series}/{second}");
        await client.IsPlayingAsync();

        var begun = asked.FindIndex(one => one.Contains("\"begin\"", StringComparison.Ordinal));
        Assert.That(begun, Is.GreaterThan(ready));
        Assert.That(asked.Skip(begun).Where(one => one.Contains("manifest.mpd", StringComparison.Ordinal) || one.EndsWith("/init.mp4 ", StringComparison.Ordinal)), Is.Empty, "nothing is asked for again");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Skip preview" }).ClickAsync();
        await client.UntilAsync("video => video.currentTime >= 8");
    }

    [Test]
    public async Task UpNextThatIsCancelled_StaysAway()
    {
        await using var client = await OpenAsync();
        await GoAsync(client, 15.2);
        await Card(client).WaitForAsync();

        await client.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(Card(client)).ToHaveCountAsync(0);
        await client.UntilAsync("video => video.ended");
        await Assertions.Expect(Card(client)).ToHaveCountAsync(0);
        Assert.That(client.Page.Url, Does.Contain($"{first}"));
    }

    [Test]
    public async Task ProfileWithoutAutoplay_WaitsForAKey()
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await (await viewer.Http.PatchAsJsonAsync($"profiles/{viewer.ProfileId}", new { autoplayNext = false })).ExpectAsync(HttpStatusCode.OK);
        await using var client = await OpenAsync(viewer.Email);

        await GoAsync(client, Seconds - 0.5);
        await client.UntilAsync("video => video.ended");

        await Assertions.Expect(Card(client).GetByRole(AriaRole.Status)).ToHaveTextAsync("Next: S1:E2 Part 2");
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Play now" })).ToBeFocusedAsync();
        await client.Page.Keyboard.PressAsync("Enter");
        await client.Page.WaitForURLAsync($"**/watch/{series}/{second}");
    }

    [Test]
    public async Task IntroSetToSkip_IsSkippedOnce_AndNotWhereTheViewerJumped()
    {
        await using var client = await OpenAsync();
        await SetAsync(client, "Intro", "auto");
        await client.Page.AddInitScriptAsync("window.skips = 0; document.addEventListener('seeking', event => { window.skips += Math.abs(event.target.currentTime - 9) < 0.3 ? 1 : 0; }, true)");
        await client.Page.ReloadAsync();
        await client.UntilAsync("video => window.skips === 1 && video.currentTime >= 9");

        await client.Page.Keyboard.PressAsync("2");
        await client.UntilAsync("video => video.currentTime > 5 && video.currentTime < 9");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Skip intro" }).WaitForAsync();
        Assert.That(await client.Page.EvaluateAsync<int>("() => window.skips"), Is.EqualTo(1));

        await SetAsync(client, "Intro", "ignore");
        await client.Page.Keyboard.PressAsync("2");
        await client.UntilAsync("video => !video.seeking && video.currentTime < 8");
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Skip intro" })).ToHaveCountAsync(0);
    }

    [Test]
    public async Task ThreeEpisodesWithoutAHand_AreFollowedByAQuestion()
    {
        await using var client = await OpenAsync();
        await client.Page.EvaluateAsync("() => sessionStorage.setItem('marquee.autoplayed', '3')");

        await GoAsync(client, Seconds - 1);

        var question = client.Page.GetByRole(AriaRole.Alertdialog, new() { Name = "Are you still watching?" });
        await question.WaitForAsync();
        await Shots.TakeAsync(client.Page, "still-watching");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        Assert.That(client.Page.Url, Does.Contain($"{first}"));
        await client.Page.Keyboard.PressAsync("Enter");
        await client.Page.WaitForURLAsync($"**/watch/{series}/{second}");
        await client.IsPlayingAsync();
        Assert.That(await client.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('marquee.autoplayed')"), Is.Null);
    }

    [Test]
    public async Task TwoHoursWithoutAHand_PauseAndAsk()
    {
        await using var client = await OpenAsync();

        await client.Page.EvaluateAsync("() => { const now = Date.now; Date.now = () => now() + 2 * 3600_000; }");

        await client.Page.GetByRole(AriaRole.Alertdialog, new() { Name = "Are you still watching?" }).WaitForAsync();
        Assert.That(await client.VideoAsync<bool>("video => video.paused"));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Go on watching" }).ClickAsync();
        await client.UntilAsync("video => !video.paused");
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Alertdialog)).ToHaveCountAsync(0);
    }

    private static ILocator Card(Client client) => client.Page.GetByRole(AriaRole.Region, new() { Name = "Up next" });

    /// <summary>In the first episode, which plays.</summary>
    private static async Task<Client> OpenAsync(string? email = null)
    {
        var client = await Client.OpenAsync();
        if (email is null)
        {
            await client.SignUpAsync();
        }
        else
        {
            await client.SignInAsync(email);
        }

        await client.Page.GotoAsync($"/watch/{series}/{first}?t=0");
        await client.IsPlayingAsync();
        return client;
    }

    /// <summary>As play would get there: no hand, no jump of the viewer's.</summary>
    private static async Task GoAsync(Client client, double position) =>
        await client.VideoAsync<object>($"video => {{ video.currentTime = {position.ToString(System.Globalization.CultureInfo.InvariantCulture)}; }}");

    private static async Task SetAsync(Client client, string what, string policy)
    {
        await client.Page.Mouse.MoveAsync(300, 300);
        await client.Page.Mouse.MoveAsync(310, 310);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Options" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Dialog).GetByLabel(what, new() { Exact = true }).SelectOptionAsync(policy);
        await client.Page.Keyboard.PressAsync("Escape");
    }
}
