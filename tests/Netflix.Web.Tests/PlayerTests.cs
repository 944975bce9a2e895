using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>The player's own controls: quality, keyboard, pictures while seeking.</summary>
public sealed class PlayerTests
{
    [Test]
    public async Task QualityMenu_SwitchesTheRungAndBackToAuto()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.PlayAsync();

        await ChooseAsync(client, "360p");
        await client.UntilAsync("video => video.videoHeight === 360");
        await ChooseAsync(client, "720p");
        await client.UntilAsync("video => video.videoHeight === 720");
        await ChooseAsync(client, "Auto");

        await OpenQualityAsync(client);
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Menuitemradio).First).ToBeCheckedAsync();
    }

    [Test]
    public async Task Keyboard_PlaysSeeksMutesAndLeaves()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.PlayAsync();
        var keyboard = client.Page.Keyboard;

        await keyboard.PressAsync("Space");
        await client.UntilAsync("video => video.paused");
        await keyboard.PressAsync("5");
        await client.UntilAsync($"video => Math.abs(video.currentTime - {WebApp.Seconds / 2}) < 1");
        await keyboard.PressAsync("j");
        await client.UntilAsync($"video => Math.abs(video.currentTime - {WebApp.Seconds / 2 - 10}) < 1");
        await keyboard.PressAsync("ArrowRight");
        await client.UntilAsync($"video => Math.abs(video.currentTime - {WebApp.Seconds / 2}) < 1");
        await keyboard.PressAsync("m");
        await client.UntilAsync("video => video.muted");
        await keyboard.PressAsync("ArrowDown");
        await client.UntilAsync("video => video.volume < 1");
        await keyboard.PressAsync("f");
        await client.Page.WaitForFunctionAsync("() => document.fullscreenElement !== null");
        await keyboard.PressAsync("f");
        await client.Page.WaitForFunctionAsync("() => document.fullscreenElement === null");
        await keyboard.PressAsync("Escape");
        await client.Page.WaitForURLAsync($"**/title/{WebApp.ContentId}");
    }

    [Test]
    public async Task PointerOnTheSeekBar_ShowsThePictureThere()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var sprite = client.Page.WaitForResponseAsync(response => response.Url.Contains("/sprite-") && response.Ok);
        await client.PlayAsync();

        var bar = client.Page.GetByRole(AriaRole.Slider, new() { Name = "Position" });
        await bar.HoverAsync();

        Assert.That((await (await sprite).BodyAsync()).Length, Is.GreaterThan(1000));
    }

    [Test]
    public async Task NetworkAway_IsWaitedFor()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var (away, last) = (true, WebApp.Seconds / 4);
        await client.Page.RouteAsync("**/media/**", route =>
            // Only the film's first half can be had.
            away && Number(route.Request.Url) > last / 2 ? route.AbortAsync("connectionrefused") : route.ContinueAsync());
        await client.PlayAsync();

        await client.Page.GetByText("Connection lost").WaitForAsync();
        var stalledAt = await client.TimeAsync();
        away = false;

        await client.UntilAsync($"video => video.currentTime > {stalledAt} + 3");
        await Assertions.Expect(client.Page.GetByText("Connection lost")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task ProfileThatSavesData_StaysAt480Lines()
    {
        await using var client = await Client.OpenAsync();
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await (await viewer.Http.PatchAsJsonAsync($"profiles/{viewer.ProfileId}", new { dataSaver = true })).ExpectAsync(HttpStatusCode.OK);
        await client.SignInAsync(viewer.Email);
        await client.PlayAsync();

        await client.UntilAsync($"video => video.currentTime > {WebApp.Seconds / 3}");

        Assert.That(await client.VideoAsync<int>("video => video.videoHeight"), Is.LessThanOrEqualTo(480));
    }

    [Test]
    public async Task Keys_ShowTheFiguresAndTheListOfKeys()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.PlayAsync();
        var (page, statistics) = (client.Page, client.Page.GetByRole(AriaRole.Region, new() { Name = "Statistics" }));

        await page.Keyboard.PressAsync("i");
        await Assertions.Expect(statistics).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"Resolution\d+ × \d+"));
        await Assertions.Expect(statistics).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"Bit rate\d+\.\d+ Mb/s"));
        await Assertions.Expect(statistics).ToContainTextAsync(new Uri(WebApp.App.BaseUrl).Authority);
        await Shots.TakeAsync(page, "statistics");
        Assert.That(await AccessibilityTests.FindingsAsync(page), Is.Empty);

        await page.Keyboard.PressAsync("?");
        var keys = page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" });
        await Assertions.Expect(keys).ToContainTextAsync("Play or pause");
        await Shots.TakeAsync(page, "keyboard");
        Assert.That(await AccessibilityTests.FindingsAsync(page), Is.Empty);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(keys).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("i");
        await Assertions.Expect(statistics).ToHaveCountAsync(0);
        Assert.That(page.Url, Does.Contain("/watch/"));

        await page.Mouse.MoveAsync(310, 310);
        await page.GetByRole(AriaRole.Button, new() { Name = "Options" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Statistics", Exact = true }).ClickAsync();
        await statistics.GetByRole(AriaRole.Button, new() { Name = "Close statistics" }).ClickAsync();
        await Assertions.Expect(statistics).ToHaveCountAsync(0);
    }

    [Test]
    public async Task SegmentThatTheBrowserWaitsAt_IsPlayedAnewAtThePlace()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.PlayAsync();
        var (manifests, broken) = (0, 0);
        await client.Page.RouteAsync("**/manifest.mpd*", route => Count(ref manifests, route));
        await client.Page.RouteAsync("**/media/**", route => IsPicture(route.Request.Url) && Interlocked.Increment(ref broken) == 1 ? Garbage(route) : route.ContinueAsync());
        await OpenQualityAsync(client);
        await client.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "360p" }).ClickAsync();
        await client.Page.Keyboard.PressAsync("5");

        await client.UntilAsync($"video => !video.seeking && video.currentTime > {WebApp.Seconds / 2} + 1 && video.readyState > 2 && !video.error");

        Assert.That((broken > 1, manifests >= 1), Is.EqualTo((true, true)), "It was not broken, or not loaded anew.");
    }

    [Test]
    public async Task FilmThatCannotBeDecoded_SaysWhatToDo_AfterTwoTries()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var manifests = 0;
        await client.Page.RouteAsync("**/manifest.mpd*", route => Count(ref manifests, route));
        await client.Page.RouteAsync("**/media/**", route => IsPicture(route.Request.Url) ? Garbage(route) : route.ContinueAsync());

        await client.Page.GotoAsync($"/watch/{WebApp.ContentId}/{WebApp.VideoId}");

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "Playback stopped" }).WaitForAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("use another");
        Assert.That(manifests, Is.EqualTo(3));
        await Shots.TakeAsync(client.Page, "failed");
        await client.Page.UnrouteAsync("**/media/**");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await client.IsPlayingAsync();
    }

    [Test]
    public async Task RungThatCannotBeDecoded_GivesWayToALowerOne()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.PlayAsync();
        var broken = 0;
        await client.Page.RouteAsync("**/media/**", route =>
            IsPicture(route.Request.Url) && Rung(route.Request.Url) == 720 && Interlocked.Increment(ref broken) > 0 ? Garbage(route) : route.ContinueAsync());
        await client.Page.EvaluateAsync("() => localStorage.setItem('marquee.bandwidth', '50000000')");
        await client.Page.ReloadAsync();

        await client.IsPlayingAsync();

        Assert.That(broken, Is.GreaterThanOrEqualTo(2), "Not tried, and not tried again.");
        Assert.That(await client.VideoAsync<int>("video => video.videoHeight"), Is.LessThan(720));
    }

    private static Task Count(ref int count, IRoute route)
    {
        Interlocked.Increment(ref count);
        return route.ContinueAsync();
    }

    private static Task Garbage(IRoute route) => route.FulfillAsync(new()
    {
        ContentType = "video/mp4", BodyBytes = new byte[4000], Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
    });

    private static bool IsPicture(string url) => Rung(url) > 0 && Number(url) > 0;

    /// <summary>A media segment's number; 0 for all else.</summary>
    private static int Number(string url) =>
        int.TryParse(Path.GetFileNameWithoutExtension(new Uri(url).AbsolutePath), out var number) ? number : 0;

    /// <summary>The lines of the picture that this is a piece of; 0 for sound and all else.</summary>
    private static int Rung(string url) =>
        System.Text.RegularExpressions.Regex.Match(url, @"/v(\d+)/") is { Success: true } match ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static async Task OpenQualityAsync(Client client)
    {
        await client.Page.Mouse.MoveAsync(300, 300);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Quality" }).ClickAsync();
    }

    private static async Task ChooseAsync(Client client, string quality)
    {
        await OpenQualityAsync(client);
        await client.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = quality }).ClickAsync();
    }
}
