using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>The main job: sign up, play, seek, leave, come back, resume, also from another browser.</summary>
public sealed class WatchTests
{
    [Test]
    public async Task NewViewer_SignsUpPlaysSeeksAndResumesAnywhere()
    {
        await using var client = await Client.OpenAsync();
        var email = await client.SignUpAsync();

        await client.PlayAsync();
        var started = await client.TimeAsync();
        await client.UntilAsync($"video => video.currentTime > {started} + 1");
        var (width, variance) = (await client.VideoAsync<int>("video => video.videoWidth"), await client.PictureVarianceAsync());
        Assert.Multiple(() =>
        {
            Assert.That(width, Is.GreaterThanOrEqualTo(320));
            Assert.That(variance, Is.GreaterThan(100), "The screen is black.");
        });

        var bar = (await client.Page.GetByRole(AriaRole.Slider, new() { Name = "Position" }).BoundingBoxAsync())!;
        await client.Page.Mouse.ClickAsync(bar.X + (bar.Width / 2), bar.Y + (bar.Height / 2));
        await client.UntilAsync($"video => !video.seeking && video.currentTime > {WebApp.Seconds / 2 - 1} && video.readyState > 2");
        await client.LeaveAsync();

        await client.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Resume") }).ClickAsync();
        await client.IsPlayingAsync();
        Assert.That(await client.TimeAsync(), Is.EqualTo(WebApp.Seconds / 2).Within(4));
        await client.LeaveAsync();

        await using var another = await Client.OpenAsync();
        await another.SignInAsync(email);
        await another.Page.GetByRole(AriaRole.Link, new() { Name = $"Resume {WebApp.Film}" }).ClickAsync();
        await another.IsPlayingAsync();
        Assert.That(await another.TimeAsync(), Is.EqualTo(WebApp.Seconds / 2).Within(6));
    }

    [Test]
    public async Task PageReloadedInPlay_GoesOnThere_WithOneStreamOfThePlan()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(plan: "Basic");
        await client.PlayAsync();
        await client.Page.Keyboard.PressAsync("5");
        await client.UntilAsync($"video => !video.seeking && video.currentTime >= {WebApp.Seconds / 2 - 1}");

        await client.Page.ReloadAsync();

        await client.IsPlayingAsync();
        Assert.That(await client.TimeAsync(), Is.GreaterThan(WebApp.Seconds / 2 - 3));
    }

    [Test]
    public async Task SecondScreenOfABasicPlan_IsToldWhy_AndMayTakeOver()
    {
        await using var first = await Client.OpenAsync();
        var email = await first.SignUpAsync(plan: "Basic");
        await first.PlayAsync();

        await using var second = await Client.OpenAsync();
        await second.SignInAsync(email);
        await second.Page.GotoAsync($"/watch/{WebApp.ContentId}/{WebApp.VideoId}");
        await second.Page.GetByRole(AriaRole.Heading, new() { Name = "All screens of your plan are in use" }).WaitForAsync();
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Stop the oldest and play here" }).ClickAsync();
        await second.IsPlayingAsync();

        // A pause reports its position, and the answer says that another screen took over.
        await first.Page.Keyboard.PressAsync("k");
        await first.Page.GetByRole(AriaRole.Heading, new() { Name = "Watching elsewhere" }).WaitForAsync();
    }

    [Test]
    public async Task BasicPlan_GetsNoRungAbove480()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(plan: "Basic");
        await client.PlayAsync();

        await client.Page.Mouse.MoveAsync(300, 300);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Quality" }).ClickAsync();
        var choices = await client.Page.GetByRole(AriaRole.Menuitemradio).AllInnerTextsAsync();

        var lines = choices.Skip(1).Select(choice => int.Parse(choice.Trim().Split('p')[0])).ToList();
        Assert.That(lines, Is.Not.Empty.And.All.LessThanOrEqualTo(480));
    }

    [Test]
    public async Task WatchedFilm_ShowsItsProgressOnHome()
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var start = await viewer.StartPlaybackAsync(WebApp.VideoId);
        await viewer.ReportProgressAsync(start.GetProperty("sessionId").GetGuid(), 8, 1);

        await using var client = await Client.OpenAsync();
        await client.SignInAsync(viewer.Email);

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "Continue watching" }).WaitForAsync();
        await client.Page.GetByRole(AriaRole.Link, new() { Name = $"Resume {WebApp.Film}" }).WaitForAsync();
    }
}
