using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>An edge that dies under a film costs the viewer nothing: the player takes the next one.</summary>
public sealed class EdgeDeathTests
{
    private const string Region = "IS";

    [Test]
    public async Task EdgeKilledDuringPlay_FilmGoesOnFromTheOther()
    {
        await using var edge = EdgeProcess.Start(Region);
        using var observer = await WebApp.App.SignUpAsync(country: Region);
        await Expect.EventuallyAsync(() => ManifestAsync(observer), manifest => manifest.Contains(edge.Url, StringComparison.Ordinal));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(country: Region);
        await SlowDownAsync(client.Page);
        var used = new List<string>();
        client.Page.Response += (_, response) => used.Add(response.Url);

        await client.PlayAsync();
        Assert.That(used.Exists(url => url.StartsWith(edge.Url, StringComparison.Ordinal)), "The film did not come from the viewer's own edge.");
        edge.Kill();
        var buffered = await client.VideoAsync<double>("video => video.buffered.end(video.buffered.length - 1)");
        Assert.That(buffered, Is.LessThan(WebApp.Seconds - 5), "All was buffered already: nothing to prove.");

        await client.UntilAsync($"video => video.currentTime > {buffered} + 2");
    }

    private static async Task<string> ManifestAsync(TestUser viewer)
    {
        var start = await viewer.StartPlaybackAsync(WebApp.VideoId);
        var manifest = await viewer.Http.GetStringAsync(start.GetProperty("dashManifestUrl").GetString() + "&player=shaka");
        await viewer.Http.PostAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/stop", null);
        return manifest;
    }

    /// <summary>A network on which the film's buffer grows slowly: 2 Mb/s.</summary>
    private static async Task SlowDownAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false, ["latency"] = 5, ["downloadThroughput"] = 250_000, ["uploadThroughput"] = 250_000,
        });
    }
}
