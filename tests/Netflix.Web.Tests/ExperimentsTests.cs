using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Web.Tests;

/// <summary>An operator writes an experiment down, starts it, and reads what it has found.</summary>
public sealed class ExperimentsTests
{
    [Test]
    public async Task Experiment_IsPlannedStartedAndRead_AsIntervals()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        await page.GotoAsync("/studio");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Studio" }).GetByRole(AriaRole.Link, new() { Name = "Experiments" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New experiment" }).ClickAsync();

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Trending first");
        await page.GetByLabel("Hypothesis").FillAsync("Who sees first what others watch now, watches more.");
        await page.GetByLabel("Layer").FillAsync("trending-first");
        await page.GetByLabel("Traffic, %").FillAsync("50");
        await page.GetByLabel("Smallest effect that matters, %").FillAsync("5");
        await page.GetByLabel("Mean now").FillAsync("60");
        await page.GetByLabel("Standard deviation").FillAsync("12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compute" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "accounts a variant" })).ToContainTextAsync("252 accounts a variant find 5.0 % with a chance of 80 %");
        await page.GetByRole(AriaRole.Button, new() { Name = "Plan with it" }).ClickAsync();
        var treated = page.GetByRole(AriaRole.Group, new() { Name = "Variant", Exact = true });
        await treated.GetByLabel("Rows first").FillAsync("trending, Trending");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Assertions.Expect(page.GetByText("rows.order takes a list of rows' ids")).ToBeVisibleAsync();
        await treated.GetByLabel("Rows first").FillAsync("trending, my-list");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Trending first", Level = 1 })).ToBeVisibleAsync();
        await ShowAsync(page, "experiment-draft");

        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("experiment-state")).ToHaveTextAsync("Running");
        await Assertions.Expect(page.GetByText("No figures yet")).ToBeVisibleAsync();
        var id = Guid.Parse(page.Url[(page.Url.LastIndexOf('/') + 1)..]);
        await Task.WhenAll(ViewAsync(id, "control", 300, 0), ViewAsync(id, "treated", 310, 4));
        await page.ReloadAsync();

        var chart = page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex(@"^Watch time, difference from control\. Every day, CUPED: \+[67]\.\d %, between \+") });
        await Assertions.Expect(chart).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("metric-watchTime")).ToContainTextAsync("better");
        await Assertions.Expect(page.GetByTestId("metric-discovery")).ToContainTextAsync("undecided");
        await Assertions.Expect(page.GetByTestId("metric-clickThrough")).ToContainTextAsync("Nothing to compare yet");
        await page.GetByText("Numbers of watch time").ClickAsync();
        await ShowAsync(page, "experiment-results");

        await page.SetViewportSizeAsync(390, 844);
        await chart.WaitForAsync();
        await ShowAsync(page, "experiment-phone");
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));

        await page.SetViewportSizeAsync(1280, 720);
        await page.GetByLabel("More traffic, %").FillAsync("80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let more in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Definition" })).ToContainTextAsync("80.00 %");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Really stop it for good?" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("experiment-state")).ToHaveTextAsync("Stopped");
        await page.GetByRole(AriaRole.Link, new() { Name = "Experiments" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Experiments" })).ToContainTextAsync("Trending first");
        await ShowAsync(page, "experiment-list");
    }

    [Test]
    public async Task LostAccounts_RaiseTheAlarm_OverAllFigures()
    {
        var made = await WebApp.Studio.Http.PostAsJsonAsync("admin/experiments", new
        {
            name = "Broken on purpose", layer = "broken", variants = new[] { new { name = "control" }, new { name = "a" }, new { name = "b" } },
        }).JsonAsync(HttpStatusCode.Created);
        var id = made.GetProperty("experimentId").GetGuid();
        await WebApp.Studio.Http.PostAsync($"admin/experiments/{id}/start", null).JsonAsync();
        await Task.WhenAll(ViewAsync(id, "control", 200, 0), ViewAsync(id, "a", 190, 1), ViewAsync(id, "b", 90, -6));
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);

        await client.Page.GotoAsync($"/studio/experiments/{id}");

        await Assertions.Expect(client.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Trust no figure");
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex(@"b: Every day, CUPED: −\d") })).ToBeVisibleAsync();
        await Assertions.Expect(client.Page.GetByTestId("metric-watchTime")).ToContainTextAsync("b: undecided");
        await ShowAsync(client.Page, "experiment-alarm");
    }

    private static async Task ShowAsync(IPage page, string name)
    {
        Assert.That(await AccessibilityTests.FindingsAsync(page), Is.Empty, name);
        if (Environment.GetEnvironmentVariable("NETFLIX_SHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }

    /// <summary>Accounts that met their variant three weeks ago, and what they watched before and since, as Playback keeps it.</summary>
    private static async Task ViewAsync(Guid experimentId, string variant, int accounts, double effect)
    {
        await using var command = WebApp.App.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            with someone as (
                select gen_random_uuid() as account, gen_random_uuid() as profile, n, 10 * sin(n * 12.9) as usual from generate_series(1, $3::int) n),
            exposed as (
                insert into personalization.exposures select $1, account, $2, now() - interval '20 days' from someone),
            day as (
                select *, gen_random_uuid() as session, gen_random_uuid() as video, 60 + usual + case when d < -20 then 0 else $4::float8 + 5 * sin(n * 7.3) end as minutes
                from someone cross join (values (-30), (-19), (-17), (-15)) days (d) where d < -18 or (n + d) % 4 = 0),
            sessions as (
                insert into playback.sessions (session_id, account_id, profile_id, device_id, device_type, video_id, content_id, asset_id, country, max_rung, max_streams, duration_seconds, started_at, expires_at)
                select session, account, profile, account, 'web', video, video, video, 'SE', 480, 1, 60, now() + d * interval '1 day', now() from day),
            quality as (
                insert into playback.session_quality (session_id, content_id, video_id, region, device_type, played_ms, stalled_ms, stalls, switches, errors, started_at, updated_at)
                select session, video, video, 'SE', 'web', case when d < -18 then minutes * 60000 else 0 end, 0, 0, 0, 0, now() - interval '40 days', now() from day)
            insert into playback.watch_records (profile_id, video_id, content_id, session_id, sequence, position_seconds, duration_seconds, completed, watched_at)
            select profile, video, video, session, 1, 60, 60, (n * 7 + d) % 3 = 0, now() from day
            """);
        foreach (object value in new object[] { experimentId, variant, accounts, effect })
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
