using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>Other players through the death of their edge and of the origin behind it: the film goes on.</summary>
public sealed partial class PlainPlayerFaultTests
{
    /// <summary>As much as Shaka keeps of a long film: of this short one the rest is fetched after the fault.</summary>
    private const int BufferSeconds = 8;
    private const double LongestStallMs = 1000;

    private static readonly HttpClient Plain = new();
    private PlainPages pages = null!;
    private Guid clearVideoId;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        pages = await PlainPages.StartAsync();
        clearVideoId = (await WebApp.Studio.PublishFilmAsync(WebApp.FilmFile, "A clear bunny", "G", "none")).VideoId;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await pages.DisposeAsync();

    [TestCase("shaka", "dash", "LV")]
    [TestCase("shaka", "hls", "SK")]
    [TestCase("shaka", "hls", "LT", true)]
    [TestCase("hls", "hls", "EE")]
    public async Task EdgeKilledDuringPlay_GoesOnWithoutAStall(string player, string format, string region, bool clear = false)
    {
        await using var edge = EdgeProcess.Start(region, host: $"edge-{region.ToLowerInvariant()}.localhost");
        using var viewer = await WebApp.App.SignUpAsync(country: region);
        await IsFirstAsync(edge, viewer);
        await using var context = await WebApp.Browser.NewContextAsync();
        var (page, segments) = await OpenAsync(context, viewer, player, format, clear ? clearVideoId : WebApp.VideoId);

        await UntilAsync(page, "video.currentTime > 2");
        Assert.That(segments, Is.Not.Empty.And.All.StartsWith(edge.Url), "The film did not come from the viewer's own edge.");
        edge.Kill();
        var buffered = await page.EvaluateAsync<double>("video.buffered.end(video.buffered.length - 1)");
        Assert.That(buffered, Is.LessThan(WebApp.Seconds - 5), "All was buffered already: nothing to prove.");

        await UntilAsync(page, $"video.currentTime > {WebApp.Seconds - 3}");
        Assert.That(segments.Last(), Does.StartWith(WebApp.App.BaseUrl), "The rest came from the other edge.");
        await NoLongStallAsync(page);
    }

    [TestCase("shaka", "dash", "MT")]
    [TestCase("hls", "hls", "CY")]
    public async Task OriginStopped_WhatIsCachedPlays(string player, string format, string region)
    {
        var origin = Path.Combine(WebApp.App.Directory, $"origin-{region}");
        Directory.CreateSymbolicLink(origin, Path.Combine(WebApp.App.Directory, "media"));
        await using var edge = EdgeProcess.Start(region, origin);
        using var viewer = await WebApp.App.SignUpAsync(country: region);
        await IsFirstAsync(edge, viewer);
        var (cached, uncached) = await CacheAsync(edge, viewer);

        Directory.Delete(origin); // the link: for this edge the store is gone
        Assert.That((await Plain.GetAsync(uncached)).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "The origin is still there.");
        await using var context = await WebApp.Browser.NewContextAsync();
        var (page, segments) = await OpenAsync(context, viewer, player, format, WebApp.VideoId);
        await UntilAsync(page, $"video.currentTime > {WebApp.Seconds - 3}");

        Assert.That(cached, Is.GreaterThan(10));
        Assert.That(segments, Is.All.StartsWith(edge.Url), "The film came from another edge.");
        await NoLongStallAsync(page);
    }

    private async Task<(IPage Page, ConcurrentQueue<string> Segments)> OpenAsync(IBrowserContext context, TestUser viewer, string player, string format, Guid videoId)
    {
        var start = await viewer.StartPlaybackAsync(videoId);
        var manifest = start.GetProperty(format == "dash" ? "dashManifestUrl" : "manifestUrl").GetString()! + "&player=" + (player == "hls" ? "hlsjs" : player);
        context.SetDefaultTimeout(90_000); // the film's length, on a machine that does other things too
        var page = await context.NewPageAsync();
        var segments = new ConcurrentQueue<string>();
        page.Response += (_, response) =>
        {
            if (response.Url.Contains(".m4s", StringComparison.Ordinal) && response.Ok)
            {
                segments.Enqueue(response.Url);
            }
        };
        await page.GotoAsync($"{pages.Url}/{player}?goal={BufferSeconds}&url={Uri.EscapeDataString(manifest)}&license={Uri.EscapeDataString(start.GetProperty("licenseUrl").GetString() ?? "")}");
        return (page, segments);
    }

    private static async Task NoLongStallAsync(IPage page)
    {
        var stalls = await page.EvaluateAsync<JsonElement>("stalls");
        await TestContext.Out.WriteLineAsync($"Stalls: {stalls}");
        Assert.That(stalls.GetProperty("longest").GetDouble(), Is.LessThan(LongestStallMs), "ms without anything to show");
    }

    private static async Task UntilAsync(IPage page, string fact)
    {
        await page.WaitForFunctionAsync($"() => document.title.startsWith('failed') || ({fact})");
        Assert.That(await page.TitleAsync(), Is.EqualTo("playing"));
    }

    /// <summary>Waits until the viewer's manifests name this edge before all others.</summary>
    private static Task<string> IsFirstAsync(EdgeProcess edge, TestUser viewer) => Expect.EventuallyAsync(
        async () =>
        {
            var start = await viewer.StartPlaybackAsync(WebApp.VideoId);
            var playlists = await FilesAsync(start);
            await viewer.Http.PostAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/stop", null);
            return playlists[0];
        },
        first => first.StartsWith(edge.Url, StringComparison.Ordinal));

    /// <summary>Has the edge fetch all that a player may ask for; how much that was, and something that it has not.</summary>
    private static async Task<(int Cached, string Uncached)> CacheAsync(EdgeProcess edge, TestUser viewer)
    {
        var start = await viewer.StartPlaybackAsync(WebApp.VideoId);
        var files = await FilesAsync(start);
        var cached = 0;
        foreach (var file in files.Where(file => file.StartsWith(edge.Url, StringComparison.Ordinal)).Distinct())
        {
            (await Plain.GetAsync(file)).EnsureSuccessStatusCode();
            cached++;
        }

        return (cached, string.Concat(files[0].AsSpan(0, files[0].LastIndexOf('/')), "/9999.m4s"));
    }

    /// <summary>Every file of picture and sound that the session's HLS playlists name; those that lie on edges name pictures for the pointer.</summary>
    private static async Task<List<string>> FilesAsync(JsonElement start)
    {
        var master = await Plain.GetStringAsync(start.GetProperty("manifestUrl").GetString() + "&player=hlsjs");
        var files = new List<string>();
        foreach (var playlist in Address().Matches(master).Select(match => match.Value).Where(url => url.StartsWith(WebApp.App.BaseUrl + "/api/", StringComparison.Ordinal) && url.Contains(".m3u8", StringComparison.Ordinal)).Distinct())
        {
            files.AddRange(Address().Matches(await Plain.GetStringAsync(playlist)).Select(match => match.Value).Where(url => url.Contains("/media/", StringComparison.Ordinal)));
        }

        return files;
    }

    [GeneratedRegex("https?://[^\"\\s]+")]
    private static partial Regex Address();
}
