using System.Text.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>No page has a serious or critical finding of axe-core.</summary>
public sealed class AccessibilityTests
{
    [TestCase("/signin")]
    [TestCase("/signup")]
    public async Task PageBeforeSignIn_HasNoSeriousFinding(string path)
    {
        await using var client = await Client.OpenAsync();
        await client.Page.GotoAsync(path);
        await client.Page.GetByRole(AriaRole.Heading).First.WaitForAsync();

        Assert.That(await FindingsAsync(client.Page), Is.Empty);
    }

    [Test]
    public async Task PagesAfterSignIn_HaveNoSeriousFinding()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        (string Path, ILocator Ready)[] pages =
        [
            ("/", page.GetByRole(AriaRole.Heading, new() { Name = "New releases" })),
            ("/profiles", page.GetByTestId("profile").First),
            ($"/title/{WebApp.ContentId}", page.GetByRole(AriaRole.Heading, new() { Name = WebApp.Film })),
            ("/search", page.GetByRole(AriaRole.Status)),
            ("/account", page.GetByRole(AriaRole.Heading, new() { Name = "Devices" })),
            ("/studio", page.GetByRole(AriaRole.Heading, new() { Name = "Titles" })),
            ("/studio/new", page.GetByRole(AriaRole.Button, new() { Name = "Create" })),
            ($"/studio/{WebApp.ContentId}", page.GetByTestId("job")),
            ($"/watch/{WebApp.ContentId}/{WebApp.VideoId}", page.GetByRole(AriaRole.Slider, new() { Name = "Position" })),
        ];

        var findings = new List<string>();
        foreach (var (path, ready) in pages)
        {
            await page.GotoAsync(path);
            await ready.First.WaitForAsync();
            findings.AddRange((await FindingsAsync(page)).Select(finding => $"{path}: {finding}"));
        }

        Assert.That(findings, Is.Empty);
    }

    private static async Task<List<string>> FindingsAsync(IPage page)
    {
        var axe = await File.ReadAllTextAsync(Path.Combine(TestFilm.RepositoryRoot, "node_modules/axe-core/axe.min.js"));
        // Pictures fade in, and half a fade has half the contrast.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync(axe);
        var found = await page.EvaluateAsync<JsonElement>("() => axe.run()");
        return [.. found.GetProperty("violations").EnumerateArray()
            .Where(one => one.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(one => $"{one.GetProperty("id")}: {one.GetProperty("help")} ({one.GetProperty("nodes")[0].GetProperty("html")})")];
    }
}
