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
}
