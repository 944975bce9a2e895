using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>What viewers say of a title, and what editors do with it.</summary>
public sealed class ReviewTests
{
    [Test]
    public async Task StarsGiven_AreThereAfterAReload()
    {
        var contentId = (await Catalogue.AnnounceAsync(new Catalogue.Entry($"Starred {Guid.NewGuid():N}")))[0];
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.Page.GotoAsync($"/title/{contentId}");
        var four = client.Page.GetByRole(AriaRole.Group, new() { Name = "Your rating" }).GetByRole(AriaRole.Radio, new() { NameRegex = new("^4 stars") });

        await four.FocusAsync();
        await client.Page.Keyboard.PressAsync("Space");
        await client.Page.GetByText("4.0 of 5 by 1 viewer").WaitForAsync();
        await client.Page.ReloadAsync();

        await Assertions.Expect(four).ToBeCheckedAsync();
    }

    [Test]
    public async Task Review_IsWrittenEditedReportedAndHidden()
    {
        var name = $"Reviewed {Guid.NewGuid():N}";
        var contentId = (await Catalogue.AnnounceAsync(new Catalogue.Entry(name)))[0];
        await using var author = await Client.OpenAsync();
        await author.SignUpAsync();
        await author.Page.GotoAsync($"/title/{contentId}");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Write a review" }).ClickAsync();
        await author.Page.GetByLabel("Your review").FillAsync("The butler did it.");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Publish review" }).ClickAsync();
        await author.Page.GetByText("The butler did it.").WaitForAsync();
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await author.Page.GetByLabel("Your review").FillAsync("The gardener did it.");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await author.Page.GetByText("The gardener did it.").WaitForAsync();

        await using var reader = await Client.OpenAsync();
        await reader.SignUpAsync();
        await reader.Page.GotoAsync($"/title/{contentId}");
        await reader.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Report the review") }).ClickAsync();
        await reader.Page.GetByLabel("What is wrong with it").SelectOptionAsync("Gives the ending away");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Report", Exact = true }).ClickAsync();
        await reader.Page.GetByText("Our editors will look at that review.").WaitForAsync();

        await using var editor = await Client.OpenAsync();
        await editor.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await editor.Page.GotoAsync("/studio/reviews");
        var item = editor.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = name });
        await Assertions.Expect(item.First).ToContainTextAsync("Gives the ending away");
        await item.First.GetByRole(AriaRole.Button, new() { NameRegex = new("^Hide") }).ClickAsync();
        await Assertions.Expect(item.First).ToContainTextAsync("Hidden");

        await reader.Page.ReloadAsync();
        await reader.Page.GetByText("No reviews yet.").WaitForAsync();
        await author.Page.ReloadAsync();
        await author.Page.GetByText("Our editors took this review down.").WaitForAsync();
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await author.Page.GetByText("No reviews yet.").WaitForAsync();
    }

    [Test]
    public async Task Collection_IsMadeInTheStudio_AndFoundUnderSearch()
    {
        var word = Guid.NewGuid().ToString("N")[..8];
        string[] names = [$"Lantern {word}", $"Meadow {word}"];
        await Catalogue.AnnounceAsync([.. names.Select(name => new Catalogue.Entry(name))]);
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        await page.GotoAsync("/studio/collections/new");
        await page.GetByLabel("Name").FillAsync($"Quiet films {word}");
        await page.GetByLabel("Published").CheckAsync();
        foreach (var name in names)
        {
            await page.GetByLabel("Search for titles to add").FillAsync(name);
            await page.GetByRole(AriaRole.Button, new() { Name = $"Add {name}" }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = $"Move {names[1]} up" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = $"Quiet films {word}", Level = 1 }).WaitForAsync();

        await page.GotoAsync("/search");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Quiet films {word}" }).ClickAsync();
        var list = page.GetByRole(AriaRole.List, new() { Name = $"Quiet films {word}" });
        await Assertions.Expect(list.GetByRole(AriaRole.Link)).ToHaveTextAsync([new System.Text.RegularExpressions.Regex(names[1]), new System.Text.RegularExpressions.Regex(names[0])]);
    }
}
