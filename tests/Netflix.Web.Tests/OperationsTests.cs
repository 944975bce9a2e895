using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>What operators see of the edges, and do with them.</summary>
public sealed class OperationsTests
{
    [Test]
    public async Task Edge_IsSeenDrainedAndPutBack_AndSeenDownWhenItDies()
    {
        await using var edge = EdgeProcess.Start("operators");
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.GotoAsync("/studio");
        await client.Page.GetByRole(AriaRole.Navigation, new() { Name = "Studio" }).GetByRole(AriaRole.Link, new() { Name = "Edges" }).ClickAsync();
        var row = client.Page.GetByRole(AriaRole.Listitem, new() { Name = "edge-operators", Exact = true });
        await Assertions.Expect(row).ToHaveAttributeAsync("data-health", "healthy", new() { Timeout = 60_000 });
        await Assertions.Expect(row).ToContainTextAsync(new Regex(@"Cache0 bytes of [\d.]+ [MG]B"));

        await row.GetByRole(AriaRole.Button, new() { Name = "Drain" }).ClickAsync();
        await Assertions.Expect(row).ToHaveAttributeAsync("data-health", "draining");
        await row.GetByRole(AriaRole.Button, new() { Name = "Put back" }).ClickAsync();
        await Assertions.Expect(row).ToHaveAttributeAsync("data-health", "healthy");

        edge.Kill();
        await Assertions.Expect(row).ToHaveAttributeAsync("data-health", "down", new() { Timeout = 60_000 });
    }

    [Test]
    public async Task Asset_IsPurgedFromAllEdges_AndOnlyByAnId()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.GotoAsync("/studio/edges");
        var (field, purge) = (client.Page.GetByLabel("Asset id"), client.Page.GetByRole(AriaRole.Button, new() { Name = "Purge" }));
        await field.FillAsync("big-buck-bunny");
        await Assertions.Expect(purge).ToBeDisabledAsync();

        await field.FillAsync(Guid.NewGuid().ToString());
        await purge.ClickAsync();

        await Assertions.Expect(client.Page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new Regex("forgotten it") })).ToBeVisibleAsync();
    }

    [Test]
    public async Task Quality_IsWhatPlayersTold_ByDevice()
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var start = await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = WebApp.VideoId, deviceType = "tv" }).JsonAsync(HttpStatusCode.Created);
        await (await viewer.Http.PostAsJsonAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/events", new
        {
            events = new[] { new { type = "buffering", at = DateTimeOffset.UtcNow, properties = new { playedMs = 9_800, stalledMs = 200, stalls = 1, startupMs = 420, height = 480 } } },
        })).ExpectAsync(HttpStatusCode.Accepted);
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);

        await client.Page.GotoAsync("/studio/quality");
        await client.Page.GetByLabel("By", new() { Exact = true }).SelectOptionAsync("device");

        var row = client.Page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^tv") });
        await Assertions.Expect(row).ToContainTextAsync(new Regex(@"0\.42 s2 %"), new() { Timeout = 30_000 });
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex("^Start, median: from ") })).ToBeVisibleAsync();
        await client.Page.ScreenshotAsync(new() { Path = "/tmp/dev/quality.png", FullPage = true });
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        await client.Page.SetViewportSizeAsync(390, 800);
        Assert.That(await client.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
    }

    [Test]
    public async Task PrefillPlan_IsSeen_Run_AndItsEffectShown()
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var start = await viewer.StartPlaybackAsync(WebApp.VideoId); // so that the film is asked for
        await (await viewer.Http.PostAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.GotoAsync("/studio/edges");
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Prefill" }).ClickAsync();

        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Show the plan" }).ClickAsync();
        var planned = client.Page.GetByRole(AriaRole.Region, new() { Name = "What edge1 would fetch" }).GetByRole(AriaRole.Row, new() { NameRegex = new Regex(WebApp.Film) });
        await Assertions.Expect(planned.First).ToContainTextAsync(new Regex(@"Everywhere0\.\d\d"));
        await client.Page.ScreenshotAsync(new() { Path = "/tmp/dev/prefill.png", FullPage = true });
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();

        var run = client.Page.GetByRole(AriaRole.Region, new() { Name = "Runs" }).GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^edge1") }).First;
        await Assertions.Expect(run).ToContainTextAsync("Done", new() { Timeout = 60_000 });
        await Assertions.Expect(run).ToContainTextAsync(new Regex(@"[\d.]+ [kM]B"));
        await client.Page.SetViewportSizeAsync(390, 800);
        Assert.That(await client.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
    }

    [Test]
    public async Task Title_IsFoundInTheAnalytics_WithItsStarts()
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await viewer.StartPlaybackAsync(WebApp.VideoId);
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.GotoAsync("/studio/analytics");

        await client.Page.GetByRole(AriaRole.Region, new() { Name = "By title" }).GetByRole(AriaRole.Link, new() { Name = WebApp.Film }).First.ClickAsync();

        await Assertions.Expect(client.Page.GetByRole(AriaRole.Heading, new() { Name = WebApp.Film })).ToBeVisibleAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Region, new() { Name = "By region" }).GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^" + WebApp.Country) })).ToBeVisibleAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex("^Starts a day: from ") })).ToBeVisibleAsync();
        await client.Page.ScreenshotAsync(new() { Path = "/tmp/dev/analytics.png", FullPage = true });
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        await client.Page.SetViewportSizeAsync(390, 800);
        Assert.That(await client.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
    }
}
