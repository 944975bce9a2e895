using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>From nothing to home by the studio's own pages: create, upload by tus, follow the encoding, publish.</summary>
public sealed class StudioTests
{
    [Test]
    public async Task Studio_CreatesUploadsAndPublishes_AndTheTitleIsOnHome()
    {
        var title = $"Harbour {Guid.NewGuid().ToString("N")[..6]}";
        var file = await TestFilm.MakeAsync(WebApp.App.Directory, height: 360, seconds: 4, name: "harbour.mp4");
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;

        await page.GotoAsync("/studio/new");
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync(title);
        await page.GetByLabel("Description").FillAsync("Boats come in.");
        await page.GetByLabel("Genres").FillAsync("Drama, Sea");
        await page.GetByLabel("Year").FillAsync("2024");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = title }).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true })).ToBeDisabledAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(file);
        var job = page.GetByTestId("job");
        await Assertions.Expect(job).ToHaveAttributeAsync("data-status", "completed", new() { Timeout = 60_000 });
        await Assertions.Expect(job.GetByRole(AriaRole.List, new() { Name = "Renditions" })).ToContainTextAsync("360p");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("title-state")).ToHaveTextAsync("Published");

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).First.WaitForAsync();
        await page.GotoAsync("/search");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search" }).FillAsync(title[..12]);
        await page.GetByRole(AriaRole.Status).Filter(new() { HasText = "1 title" }).WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 }).WaitForAsync();
    }

    [Test]
    public async Task UploadThatIsNoFilm_IsSaidSo()
    {
        var file = Path.Combine(WebApp.App.Directory, "notes.mp4");
        await File.WriteAllTextAsync(file, "This is a text, not a film.");
        var contentId = await WebApp.Studio.CreateTitleAsync("Not a film");
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);

        await client.Page.GotoAsync($"/studio/{contentId}");
        await client.Page.Locator("input[type=file]").SetInputFilesAsync(file);

        await client.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "film" }).Or(client.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "video" })).First.WaitForAsync();
    }

    [Test]
    public async Task WrongYear_IsSaidAtItsField()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.GotoAsync("/studio/new");
        await client.Page.GetByLabel("Title", new() { Exact = true }).FillAsync("Too early");
        await client.Page.GetByLabel("Year").FillAsync("1200");

        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();

        await Assertions.Expect(client.Page.GetByLabel("Year")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Test]
    public async Task Import_TellsWhatEachLineDid_AndTheTitlesAreInTheCatalogue()
    {
        var word = $"Imported{Guid.NewGuid().ToString("N")[..8]}";
        var file = Path.Combine(WebApp.App.Directory, $"{word}.ndjson");
        await File.WriteAllLinesAsync(file,
        [
            $$"""{"externalId":"{{word}}:1","title":"{{word}} one","type":"movie","releaseYear":2020}""",
            $$"""{"externalId":"{{word}}:2","type":"movie"}""",
            $$"""{"externalId":"{{word}}:3","title":"{{word}} three","type":"series"}""",
            "this is no JSON",
        ]);
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        await page.GotoAsync("/studio/import");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true })).ToBeDisabledAsync();

        await page.Locator("input[type=file]").SetInputFilesAsync(file);
        await page.GetByLabel("New titles are").SelectOptionAsync("announced");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        var report = page.GetByRole(AriaRole.Region, new() { Name = "What the file did" });
        await Assertions.Expect(report).ToContainTextAsync("2 created, 0 updated, 0 unchanged, 2 failed");
        await Assertions.Expect(report.GetByRole(AriaRole.Row)).ToContainTextAsync(["Line", "2", "4"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Assertions.Expect(report).ToContainTextAsync("0 created, 0 updated, 2 unchanged, 2 failed");

        await page.GotoAsync("/studio");
        await page.GetByRole(AriaRole.Searchbox, new() { NameRegex = new("^Title") }).FillAsync(word);
        await Assertions.Expect(page.GetByRole(AriaRole.Link).Filter(new() { HasText = word })).ToHaveCountAsync(2);
        await page.GetByLabel("Type").SelectOptionAsync("series");
        await Assertions.Expect(page.GetByRole(AriaRole.Link).Filter(new() { HasText = word })).ToHaveCountAsync(1);
    }

    [Test]
    public async Task TwoEditorsOfOneTitle_TheSecondIsTold_AndDecides()
    {
        var contentId = await WebApp.Studio.CreateTitleAsync("Two minds");
        await using var first = await Client.OpenAsync();
        await first.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await OpenEditorAsync(first.Page, contentId);
        await using var second = await Client.OpenAsync();
        await second.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await OpenEditorAsync(second.Page, contentId);

        await SaveAsync(first.Page, "The first words.");
        await Assertions.Expect(first.Page.GetByLabel("Description", new() { Exact = true })).ToHaveCountAsync(0);
        await SaveAsync(second.Page, "The second words.");
        var conflict = second.Page.GetByRole(AriaRole.Dialog, new() { Name = "Somebody else changed this title" });
        await conflict.GetByRole(AriaRole.Button, new() { Name = "Load their version" }).ClickAsync();
        await Assertions.Expect(second.Page.GetByLabel("Description", new() { Exact = true })).ToHaveValueAsync("The first words.");

        await SaveAsync(second.Page, "Both words.");
        await Assertions.Expect(second.Page.GetByLabel("Description", new() { Exact = true })).ToHaveCountAsync(0);
    }

    [Test]
    public async Task TrailerOfAnAnnouncedTitle_IsUploadedAndPlays()
    {
        var contentId = (await Catalogue.AnnounceAsync(new Catalogue.Entry($"Soon {Guid.NewGuid():N}")))[0];
        var file = await TestFilm.MakeAsync(WebApp.App.Directory, height: 360, seconds: 4, name: "trailer.mp4");
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        await page.GotoAsync($"/studio/{contentId}");
        var panel = page.GetByRole(AriaRole.Region, new() { Name = "Trailer" });
        await panel.GetByRole(AriaRole.Button, new() { Name = "Add a trailer" }).ClickAsync();
        await panel.Locator("input[type=file]").SetInputFilesAsync(file);
        await panel.GetByText("Ready to play.").WaitForAsync(new() { Timeout = 60_000 });

        await page.GotoAsync($"/title/{contentId}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Trailer" }).ClickAsync();

        await client.IsPlayingAsync();
    }

    [Test]
    public async Task TranslationsAndAvailability_AreKept()
    {
        var contentId = await WebApp.Studio.CreateTitleAsync("Far and near");
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        await OpenEditorAsync(page, contentId);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a translation" }).ClickAsync();
        await page.GetByLabel("Language of the translation").SelectOptionAsync("sv");
        await page.GetByLabel("Translated title").FillAsync("Fjärran och nära");
        await page.GetByLabel("Cast").FillAsync("Ada Example as The Captain\nBo Example");
        await page.GetByLabel("Writers").FillAsync("Cy Example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Translated title")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a window" }).ClickAsync();
        await page.GetByLabel("Country").SelectOptionAsync("SE");
        await page.GetByLabel("From").FillAsync("2026-01-02T03:04");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save availability" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save availability" })).ToHaveCountAsync(0);

        await OpenEditorAsync(page, contentId);

        await Assertions.Expect(page.GetByLabel("Translated title")).ToHaveValueAsync("Fjärran och nära");
        await Assertions.Expect(page.GetByLabel("Cast")).ToHaveValueAsync("Ada Example as The Captain\nBo Example");
        await Assertions.Expect(page.GetByLabel("Writers")).ToHaveValueAsync("Cy Example");
        await Assertions.Expect(page.GetByLabel("Country")).ToHaveValueAsync("SE");
        await Assertions.Expect(page.GetByLabel("From")).ToHaveValueAsync("2026-01-02T03:04");
    }

    private static async Task OpenEditorAsync(IPage page, Guid contentId)
    {
        await page.GotoAsync($"/studio/{contentId}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await page.GetByLabel("Description", new() { Exact = true }).WaitForAsync();
    }

    private static async Task SaveAsync(IPage page, string description)
    {
        await page.GetByLabel("Description", new() { Exact = true }).FillAsync(description);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
    }
}
