using System.Collections.Concurrent;
using System.Net;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>An edge that an operator drains is left during play, though it answers still.</summary>
public sealed class SteeringTests
{
    private const string Region = "NO";

    /// <summary>As on a slow line: or the film would be there before the player has asked where to go on.</summary>
    private const int QuickAtFirst = 4;
    private static readonly TimeSpan SegmentTakes = TimeSpan.FromSeconds(8);

    [Test]
    public async Task EdgeDrainedDuringPlay_DashPlayerLeavesIt()
    {
        await using var edge = EdgeProcess.Start(Region);
        using var observer = await WebApp.App.SignUpAsync(country: Region);
        await Expect.EventuallyAsync(() => ManifestAsync(observer), manifest => manifest.Contains(edge.Url, StringComparison.Ordinal));
        Assert.That(await ManifestAsync(observer), Does.Contain("<ContentSteering"));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(country: Region);
        var segments = new ConcurrentQueue<string>();
        await client.Page.RouteAsync("**/*.m4s*", async route =>
        {
            segments.Enqueue(route.Request.Url);
            await Task.Delay(segments.Count > QuickAtFirst ? SegmentTakes : TimeSpan.Zero);
            await route.ContinueAsync();
        });

        await client.PlayAsync();
        Assert.That(segments, Is.All.StartsWith(edge.Url), "The film did not come from the viewer's own edge.");
        await (await WebApp.Studio.Http.PostAsync($"admin/edges/edge-{Region}/drain", null)).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(() => Task.FromResult(segments.LastOrDefault()), url => url?.StartsWith(WebApp.App.BaseUrl, StringComparison.Ordinal) == true);
    }

    private static async Task<string> ManifestAsync(TestUser viewer)
    {
        var start = await viewer.StartPlaybackAsync(WebApp.VideoId);
        var manifest = await viewer.Http.GetStringAsync(start.GetProperty("dashManifestUrl").GetString() + "&player=shaka");
        await viewer.Http.PostAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/stop", null);
        return manifest;
    }
}
