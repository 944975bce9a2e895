using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Netflix.Web.Tests;

/// <summary>Finding a title: as one types, by the keyboard alone, and by facets.</summary>
public sealed class SearchTests
{
    [Test]
    public async Task Search_WithTheKeyboardOnly_SuggestsAsOneTypesAndOpensTheTitle()
    {
        var name = $"Quillfeather {Guid.NewGuid().ToString("N")[..6]}";
        await Catalogue.AnnounceAsync(new Catalogue.Entry(name));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var (page, keyboard) = (client.Page, client.Page.Keyboard);
        await page.GotoAsync("/search");
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Search" });
        await Assertions.Expect(field).ToBeFocusedAsync();

        await keyboard.TypeAsync(name[..14], new() { Delay = 20 });
        var option = page.GetByRole(AriaRole.Option).Filter(new() { HasText = name });
        await option.WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).WaitForAsync();
        for (var presses = 0; await option.GetAttributeAsync("aria-selected") != "true"; presses++)
        {
            Assert.That(presses, Is.LessThan(12), "The arrow key never came to the suggestion.");
            await keyboard.PressAsync("ArrowDown");
        }

        await Assertions.Expect(field).ToHaveAttributeAsync("aria-activedescendant", (await option.GetAttributeAsync("id"))!);
        await keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 }).WaitForAsync();
    }

    [Test]
    public async Task EscapeInTheField_ClosesTheSuggestionsFirst_ThenClearsTheWords()
    {
        var name = $"Marrowbone {Guid.NewGuid().ToString("N")[..6]}";
        await Catalogue.AnnounceAsync(new Catalogue.Entry(name));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.Page.GotoAsync("/search");
        var field = client.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search" });
        await field.PressSequentiallyAsync(name[..12]);
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-expanded", "true");

        await field.PressAsync("Escape");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(field).ToHaveValueAsync(name[..12]);
        await field.PressAsync("Escape");

        await Assertions.Expect(field).ToHaveValueAsync("");
    }

    [Test]
    public async Task SlowAnswerToFewerLetters_NeverReplacesTheNewerOne()
    {
        var word = $"Zw{Guid.NewGuid().ToString("N")[..8]}";
        await Catalogue.AnnounceAsync(new Catalogue.Entry($"{word} first"));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var late = new TaskCompletionSource();
        await client.Page.RouteAsync(new Regex(@"/content/search\?query=Zw(&|$)"), async route =>
        {
            await late.Task;
            await route.FulfillAsync(new() { Json = new { items = Array.Empty<object>(), totalCount = 0, page = 1, limit = 60 } });
        });
        await client.Page.GotoAsync("/search");
        var field = client.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search" });

        await Task.WhenAll(client.Page.WaitForRequestAsync(new Regex(@"/content/search\?query=Zw(&|$)")), field.PressSequentiallyAsync("Zw"));
        await field.PressSequentiallyAsync(word[2..]);
        var hit = client.Page.GetByRole(AriaRole.Link, new() { Name = $"{word} first", Exact = true });
        await hit.WaitForAsync();
        late.SetResult();

        await Assertions.Expect(client.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"“{word}”" })).ToBeVisibleAsync();
        await Assertions.Expect(hit).ToBeVisibleAsync();
    }

    [Test]
    public async Task Facets_NarrowTheResults_ShowCounts_AndStandInTheAddress()
    {
        var word = $"Facet{Guid.NewGuid().ToString("N")[..8]}";
        await Catalogue.AnnounceAsync(
            new Catalogue.Entry($"{word} one", Genre: "Western", ReleaseYear: 1994),
            new Catalogue.Entry($"{word} two", Genre: "Western", ReleaseYear: 2003),
            new Catalogue.Entry($"{word} three", Genre: "Musical", ReleaseYear: 2004));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var page = client.Page;
        await page.GotoAsync($"/search?q={word}");
        var results = page.GetByRole(AriaRole.List, new() { Name = "Search results" }).GetByRole(AriaRole.Listitem);
        await Assertions.Expect(results).ToHaveCountAsync(3);

        var western = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Western ?2$") });
        await western.ClickAsync();
        await Assertions.Expect(results).ToHaveCountAsync(2);
        await Assertions.Expect(western).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^1990s") }).ClickAsync();
        await Assertions.Expect(results).ToHaveCountAsync(1);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("genre=Western.*decade=1990"));

        await page.ReloadAsync();
        await Assertions.Expect(results).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter Decade: 1990s" }).ClickAsync();
        await Assertions.Expect(results).ToHaveCountAsync(2);
    }

    [Test]
    public async Task NameInTheCast_LeadsToAllTitlesOfThatPerson()
    {
        var (word, actor) = (Guid.NewGuid().ToString("N")[..8], $"Nora Quist {Guid.NewGuid().ToString("N")[..6]}");
        var ids = await Catalogue.AnnounceAsync(new Catalogue.Entry($"Early {word}", Actor: actor), new Catalogue.Entry($"Late {word}", Actor: actor));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();

        await client.Page.GotoAsync($"/title/{ids[0]}");
        await client.Page.GetByRole(AriaRole.Link, new() { Name = actor }).ClickAsync();

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = actor, Level = 1 }).WaitForAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.List, new() { Name = $"Titles with {actor}" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
    }

    [Test]
    public async Task WordsThatNothingHas_AreAnsweredWithAWayOn()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();

        await client.Page.GotoAsync("/search?q=qqxxqqxxzz");

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "No match" }).WaitForAsync();
    }
}
