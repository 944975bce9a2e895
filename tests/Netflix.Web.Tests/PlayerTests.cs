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

    /// <summary>A media segment's number; 0 for all else.</summary>
    private static int Number(string url) =>
        int.TryParse(Path.GetFileNameWithoutExtension(new Uri(url).AbsolutePath), out var number) ? number : 0;

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
