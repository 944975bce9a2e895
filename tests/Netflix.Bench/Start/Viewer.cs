using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Netflix.Bench.Start;

/// <param name="SecondsToTop">From the line's return until the largest picture is on screen; null when it did not come.</param>
internal sealed record LineChange(int Stalls, double StalledMs, int LowestLines, double? SecondsToTop);

/// <summary>A viewer at Chromium, on the title's page.</summary>
internal sealed class Viewer : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly IPage page;
    private readonly string titlePage;
    private ICDPSession? network;

    private Viewer(IPlaywright playwright, IBrowser browser, IPage page, string titlePage) =>
        (this.playwright, this.browser, this.page, this.titlePage) = (playwright, browser, page, titlePage);

    internal static async Task<Viewer> OpenAsync(string url, Guid contentId)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Workspace.Tool("chromium", "chromium"),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"],
        });
        var page = await browser.NewPageAsync(new() { BaseURL = url, ViewportSize = new() { Width = 1280, Height = 720 } });
        await page.GotoAsync("/signup");
        await page.GetByLabel("Email").FillAsync($"{Guid.NewGuid():N}@example.org");
        await page.GetByLabel("Password").FillAsync("correct horse battery");
        await page.GetByLabel("Country").SelectOptionAsync("SE");
        await page.GetByText("Premium", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await page.GetByTestId("profile").First.ClickAsync();
        await page.WaitForURLAsync("**/");
        return new(playwright, browser, page, $"/title/{contentId}");
    }

    /// <param name="mbps">Null: as fast as it goes. A round trip takes 20 ms on a line.</param>
    internal async Task ThrottleAsync(double? mbps)
    {
        if (network is null)
        {
            network = await page.Context.NewCDPSessionAsync(page);
            await network.SendAsync("Network.enable");
        }

        var bytes = mbps is null ? -1 : mbps.Value * 125_000;
        await network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false, ["latency"] = mbps is null ? 0 : 20, ["downloadThroughput"] = bytes, ["uploadThroughput"] = bytes,
        });
    }

    /// <returns>Milliseconds from the click on Play to the first picture.</returns>
    internal async Task<double> StartAsync()
    {
        await page.GotoAsync(titlePage);
        var play = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^(Play|Resume)") }).First;
        await play.WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle); // as a viewer who has read the page
        await page.EvaluateAsync("""
            () => {
              window.firstPicture = new Promise((seen) => document.addEventListener('click', () => {
                const clicked = performance.now();
                const look = () => {
                  const video = document.querySelector('video');
                  if (video) video.requestVideoFrameCallback(() => seen(performance.now() - clicked));
                  else requestAnimationFrame(look);
                };
                look();
              }, { once: true, capture: true }));
            }
            """);
        await play.ClickAsync();
        return await page.EvaluateAsync<double>("() => window.firstPicture");
    }

    /// <returns>Milliseconds from a jump beyond what is buffered, or anywhere, to its picture.</returns>
    internal Task<double> SeekAsync() => page.EvaluateAsync<double>("""
        async () => {
          const video = document.querySelector('video');
          await new Promise((wait) => setTimeout(wait, 1000));
          const from = performance.now();
          const jumped = new Promise((done) => video.addEventListener('seeked', done, { once: true }));
          const at = (video.currentTime + 15 + Math.random() * 40) % (video.duration - 5);
          video.currentTime = at;
          await jumped;
          await new Promise((seen) => {
            const look = (_, frame) => Math.abs(frame.mediaTime - video.currentTime) < 1 ? seen() : video.requestVideoFrameCallback(look);
            video.requestVideoFrameCallback(look);
          });
          return performance.now() - from;
        }
        """);

    /// <summary>Twenty seconds each at 12, 1 and 12 Mb/s.</summary>
    internal async Task<LineChange> ChangeLinesAsync(int topLines)
    {
        await ThrottleAsync(12);
        await StartAsync();
        await page.EvaluateAsync("""
            () => {
              const video = document.querySelector('video');
              window.seen = { stalls: 0, stalledMs: 0, lowest: 1e9, since: null };
              video.addEventListener('waiting', () => { if (!video.seeking) { window.seen.stalls++; window.seen.since = performance.now(); } });
              video.addEventListener('playing', () => {
                if (window.seen.since !== null) window.seen.stalledMs += performance.now() - window.seen.since;
                window.seen.since = null;
              });
              setInterval(() => { window.seen.lowest = Math.min(window.seen.lowest, video.videoHeight || 1e9); }, 250);
            }
            """);
        await Task.Delay(TimeSpan.FromSeconds(20));
        await ThrottleAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(20));
        await ThrottleAsync(12);
        double? back = null;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(20))
        {
            if (back is null && await page.EvaluateAsync<int>("() => document.querySelector('video').videoHeight") >= topLines)
            {
                back = clock.Elapsed.TotalSeconds;
            }

            await Task.Delay(100);
        }

        var seen = await page.EvaluateAsync<JsonElement>("() => window.seen");
        return new(seen.GetProperty("stalls").GetInt32(), seen.GetProperty("stalledMs").GetDouble(), seen.GetProperty("lowest").GetInt32(), back);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}
