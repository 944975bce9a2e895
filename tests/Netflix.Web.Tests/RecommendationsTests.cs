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

    private const string Grim = "Saga of blood";

    [OneTimeSetUp]
    public async Task AnnounceAsync()
    {
        foreach (var (title, genre, rating) in Enumerable.Range(1, 9).Select(i => ($"Saga {i}", i % 2 == 0 ? "Comedy" : "Drama", "G")).Append((Grim, "Drama", "R")))
        {
            var created = await WebApp.Studio.Http.PostAsJsonAsync("admin/content", new
            {
                title, type = "movie", rating, description = "Made for a test.", genres = new[] { genre }, releaseYear = 2024, language = "en", cast = new[] { "Ada Example" }, director = "Bo Example", state = "announced",
            }).JsonAsync(HttpStatusCode.Created);
            await WebApp.Studio.Http.PutAsJsonAsync($"admin/content/{created.GetProperty("contentId").GetGuid()}/availability", new[] { new { region = Country } }).JsonAsync();
        }

        // The first model is trained some seconds after the start.
        await Expect.EventuallyAsync(
            async () => (await WebApp.Studio.Http.GetAsync("admin/recommendations/models").JsonAsync()).GetProperty("items").EnumerateArray().Any(model => model.GetProperty("state").GetString() == "serving"),
            serves => serves, TimeSpan.FromMinutes(3));
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
    public async Task ProfilesOfOtherTaste_SeeOtherPages_AndAKidsPageHoldsWhatIsForKids()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(country: Country);
        var (page, grim) = (client.Page, client.Page.GetByRole(AriaRole.Link, new() { Name = Grim, Exact = true }));
        await PickAsync(2, 4, 6);
        var hers = await TopAsync();
        await Assertions.Expect(grim).Not.ToHaveCountAsync(0);

        await page.GotoAsync("/profiles");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add profile" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Add profile" });
        await dialog.GetByLabel("Name").FillAsync("Mia");
        await dialog.GetByLabel("Kids", new() { Exact = true }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByTestId("profile").Filter(new() { HasText = "Mia" }).ClickAsync();
        await PickAsync(1, 3, 5);

        Assert.That(await TopAsync(), Is.Not.EqualTo(hers));
        await Assertions.Expect(grim).ToHaveCountAsync(0);
        await Shots.TakeAsync(page, "home-kids");

        async Task<string[]> TopAsync()
        {
            var links = page.GetByRole(AriaRole.Region, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Top picks for") }).GetByRole(AriaRole.Link);
            await links.First.WaitForAsync();
            return await links.EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        }

        async Task PickAsync(params int[] numbers)
        {
            var picks = page.GetByRole(AriaRole.Region, new() { Name = "What do you like?" });
            foreach (var number in numbers)
            {
                // Wherever it stands in its row among other tests' titles: beyond the edge too.
                await picks.GetByRole(AriaRole.Button, new() { Name = $"Saga {number}", Exact = true }).EvaluateAsync("button => button.click()");
            }

            await picks.GetByRole(AriaRole.Button, new() { Name = "Show my page" }).ClickAsync();
        }
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
