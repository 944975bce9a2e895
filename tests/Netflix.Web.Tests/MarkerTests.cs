using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>What a title shows before it is played, and what can be skipped in it.</summary>
public sealed class MarkerTests
{
    [Test]
    public async Task Intro_IsSkippedAndChaptersAreNamed()
    {
        await MarkAsync();
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.PlayAsync();

        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Skip intro" }).ClickAsync();
        await client.UntilAsync("video => video.currentTime >= 14");
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Skip intro" })).ToHaveCountAsync(0);

        await client.Page.Mouse.MoveAsync(640, 300);
        var bar = client.Page.GetByRole(AriaRole.Slider, new() { Name = "Position" });
        var box = (await bar.BoundingBoxAsync())!;
        await client.Page.Mouse.MoveAsync(box.X + (box.Width * 0.8f), box.Y + (box.Height / 2));
        await Assertions.Expect(bar.GetByText("The butterfly")).ToBeVisibleAsync();
        await Assertions.Expect(bar.Locator("[data-chapter]")).ToHaveCountAsync(1); // none at the very start
    }

    [Test]
    public async Task PointerRestingOnACard_PlaysItsPreview()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var card = client.Page.Locator("[data-card]", new() { HasText = WebApp.Film }).First;

        await card.HoverAsync();
        var preview = card.Locator("video");
        await preview.WaitForAsync();

        await client.Page.WaitForFunctionAsync("() => document.querySelector('[data-card] video')?.currentTime > 0.2");
        Assert.That(await preview.EvaluateAsync<bool>("video => video.muted && video.loop"));
        await client.Page.Mouse.MoveAsync(5, 5);
        await Assertions.Expect(preview).ToHaveCountAsync(0);
    }

    private static async Task MarkAsync()
    {
        await (await WebApp.Studio.Http.PutAsJsonAsync($"admin/videos/{WebApp.VideoId}/markers", new
        {
            markers = new object[]
            {
                new { kind = "intro", start = 0, end = 14 }, new { kind = "chapter", start = 0, end = 14, title = "The meadow" },
                new { kind = "chapter", start = 14, end = WebApp.Seconds, title = "The butterfly" },
            },
        })).ExpectAsync(HttpStatusCode.OK);
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await Expect.EventuallyAsync(() => viewer.StartPlaybackAsync(WebApp.VideoId), start => start.GetProperty("markers").GetArrayLength() == 3);
    }
}
