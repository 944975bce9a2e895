using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>What a viewer sees of recommendations, and an operator of what makes them.</summary>
public sealed class RecommendationsTests
{
    /// <summary>Here alone are the titles of these tests, so that no other test meets them.</summary>
    private const string Country = "IS";

    [OneTimeSetUp]
    public async Task AnnounceAsync()
    {
        foreach (var (title, genre) in Enumerable.Range(1, 9).Select(i => ($"Saga {i}", i % 2 == 0 ? "Comedy" : "Drama")))
        {
            var created = await WebApp.Studio.Http.PostAsJsonAsync("admin/content", new
            {
                title, type = "movie", rating = "G", description = "Made for a test.", genres = new[] { genre }, releaseYear = 2024, language = "en", cast = new[] { "Ada Example" }, director = "Bo Example", state = "announced",
            }).JsonAsync(HttpStatusCode.Created);
            await WebApp.Studio.Http.PutAsJsonAsync($"admin/content/{created.GetProperty("contentId").GetGuid()}/availability", new[] { new { region = Country } }).JsonAsync();
        }
    }

    [Test]
    public async Task NewProfile_PicksWhatItLikes_AndHasItsOwnPage()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(country: Country);
        var picks = client.Page.GetByRole(AriaRole.Region, new() { Name = "What do you like?" });
        await Assertions.Expect(picks.GetByRole(AriaRole.Button, new() { Name = "Pick 3 more" })).ToBeDisabledAsync();
        foreach (var title in new[] { "Saga 2", "Saga 4", "Saga 6" })
        {
            await picks.GetByRole(AriaRole.Button, new() { Name = title }).ClickAsync();
        }

        await Shots.TakeAsync(client.Page, "picks");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        await picks.GetByRole(AriaRole.Button, new() { Name = "Show my page" }).ClickAsync();

        var top = client.Page.GetByRole(AriaRole.Region, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Top picks for") });
        await Assertions.Expect(top).ToBeVisibleAsync();
        await Assertions.Expect(picks).ToHaveCountAsync(0);
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Saga 8", Exact = true }).First.ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Not for me" }).ClickAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Not for me", Pressed = true })).ToBeVisibleAsync();
        await client.Page.GotoAsync("/");
        await Assertions.Expect(top).ToBeVisibleAsync();
        await Assertions.Expect(top.GetByRole(AriaRole.Link, new() { Name = "Saga 8", Exact = true })).ToHaveCountAsync(0);
    }

    [Test]
    public async Task WatchedTitle_BecomesAReason()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(country: Country);
        await client.PlayAsync();
        await client.UntilAsync($"video => video.currentTime > {WebApp.Seconds / 4}");
        await client.LeaveAsync();

        await client.Page.GotoAsync("/");
        var because = client.Page.GetByRole(AriaRole.Region, new() { Name = $"Because you watched {WebApp.Film}" });
        await Expect.EventuallyAsync(async () =>
        {
            await client.Page.ReloadAsync();
            await client.Page.GetByRole(AriaRole.Region).First.WaitForAsync();
            return await because.CountAsync();
        }, count => count == 1);

        await Shots.TakeAsync(client.Page, "home-personal");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
    }

    [Test]
    public async Task Operator_TrainsAModel_AndSeesItServe()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.GotoAsync("/studio");
        await client.Page.GetByRole(AriaRole.Navigation, new() { Name = "Studio" }).GetByRole(AriaRole.Link, new() { Name = "Recommendations" }).ClickAsync();

        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Train now" }).ClickAsync();

        var serving = client.Page.GetByTestId("model").And(client.Page.Locator("[data-state=serving]"));
        await Assertions.Expect(serving).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Assertions.Expect(serving).ToContainTextAsync("Memory");
        await Shots.TakeAsync(client.Page, "models");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
    }
}
