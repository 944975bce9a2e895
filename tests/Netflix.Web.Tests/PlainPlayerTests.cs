using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>A session's addresses play in other players, on a page of another origin, without any header of ours.</summary>
public sealed class PlainPlayerTests
{
    [TestCase("hls", "manifestUrl")]
    [TestCase("dash", "dashManifestUrl")]
    public async Task PageOfAnotherOrigin_PlaysTheSession(string player, string address)
    {
        await using var pages = await PlainPages.StartAsync();
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var manifest = (await viewer.StartPlaybackAsync(WebApp.VideoId)).GetProperty(address).GetString()!;
        await using var context = await WebApp.Browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync($"{pages.Url}/{player}?url={Uri.EscapeDataString(manifest)}");
        await page.WaitForFunctionAsync("() => document.title.startsWith('failed') || document.querySelector('video').currentTime > 1");

        var frames = await page.EvaluateAsync<int>("() => document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames");
        Assert.Multiple(async () =>
        {
            Assert.That(await page.TitleAsync(), Does.Not.StartWith("failed"));
            Assert.That(frames, Is.GreaterThan(10));
        });
    }
}
