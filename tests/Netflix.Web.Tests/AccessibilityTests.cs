using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>No page has a serious or critical finding of axe-core.</summary>
public sealed class AccessibilityTests
{
    [TestCase("/signin")]
    [TestCase("/signup")]
    [TestCase("/forgot-password")]
    [TestCase("/reset-password?token=made-up")]
    [TestCase("/reset-password")]
    [TestCase("/tv")]
    public async Task PageBeforeSignIn_HasNoSeriousFinding(string path)
    {
        await using var client = await Client.OpenAsync();
        await client.Page.GotoAsync(path);
        await client.Page.GetByRole(AriaRole.Heading).First.WaitForAsync();
        if (path == "/tv")
        {
            await client.Page.GetByTestId("user-code").WaitForAsync();
        }

        Assert.That(await FindingsAsync(client.Page), Is.Empty);
    }

    [Test]
    public async Task PagesAfterSignIn_HaveNoSeriousFinding()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        (string Path, ILocator Ready)[] pages =
        [
            ("/", page.GetByRole(AriaRole.Heading, new() { Name = "New releases" })),
            ("/profiles", page.GetByTestId("profile").First),
            ($"/title/{WebApp.ContentId}", page.GetByRole(AriaRole.Heading, new() { Name = "Reviews" })),
            ("/search", page.GetByRole(AriaRole.Status)),
            ("/search?q=bunny", page.GetByRole(AriaRole.List, new() { Name = "Search results" })),
            ("/search?q=qqxxqqxxzz", page.GetByRole(AriaRole.Heading, new() { Name = "No match" })),
            ("/browse?genre=Drama", page.GetByRole(AriaRole.List, new() { Name = "Drama" })),
            ($"/person/{await PersonAsync()}", page.GetByRole(AriaRole.List, new() { NameRegex = new("^Titles with") })),
            ($"/collection/{await CollectionAsync()}", page.GetByRole(AriaRole.List, new() { Name = "Films to look at" })),
            ("/my-list", heading),
            ("/account", page.GetByRole(AriaRole.Heading, new() { Name = "Your data" })),
            ("/link", page.GetByLabel("Code")),
            ("/studio", page.GetByRole(AriaRole.Link, new() { NameRegex = new("Big Buck Bunny") })),
            ("/studio/new", page.GetByRole(AriaRole.Button, new() { Name = "Create" })),
            ($"/studio/{WebApp.ContentId}", page.GetByTestId("job")),
            ("/studio/import", page.GetByRole(AriaRole.Button, new() { Name = "Import" })),
            ("/studio/encoding", page.GetByTestId("job")),
            ("/studio/collections", page.GetByRole(AriaRole.Heading, new() { Name = "Collections", Exact = true })),
            ("/studio/collections/new", page.GetByRole(AriaRole.Button, new() { Name = "Create" })),
            ("/studio/reviews", page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is reported" }).Or(page.GetByRole(AriaRole.List))),
            ("/studio/edges", page.GetByTestId("edge")),
            ("/studio/accounts", page.GetByRole(AriaRole.Table)),
            ("/studio/audit", page.GetByRole(AriaRole.Table)),
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

    [Test]
    public async Task WhatOpensOnAPage_HasNoSeriousFinding()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        var page = client.Page;
        (string Path, string Button, ILocator Ready)[] states =
        [
            ("/profiles", "Add profile", page.GetByRole(AriaRole.Dialog)),
            ($"/title/{WebApp.ContentId}", "Write a review", page.GetByLabel("Your review")),
            ("/account", "Set up", page.GetByRole(AriaRole.Img, new() { NameRegex = new("QR code") })),
            ("/account", "Delete account", page.GetByRole(AriaRole.Dialog)),
            ($"/studio/{WebApp.ContentId}", "Edit", page.GetByLabel("Description", new() { Exact = true })),
            ($"/studio/{WebApp.ContentId}", "Add a window", page.GetByLabel("Until")),
            ("/studio/new", "Add a translation", page.GetByLabel("Translated title")),
        ];

        var findings = new List<string>();
        foreach (var (path, button, ready) in states)
        {
            await page.GotoAsync(path);
            await page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
            await ready.First.WaitForAsync();
            findings.AddRange((await FindingsAsync(page)).Select(finding => $"{path}, {button}: {finding}"));
        }

        await page.GotoAsync("/search");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search" }).PressSequentiallyAsync("big");
        await page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        findings.AddRange((await FindingsAsync(page)).Select(finding => $"suggestions: {finding}"));
        Assert.That(findings, Is.Empty);
    }

    [Test]
    public async Task PagesOnAPhone_HaveNoSeriousFinding_AndNothingStandsOver()
    {
        await using var client = await Client.OpenAsync();
        await client.SignInAsync("admin@netflix.local", NetflixApp.AdminPassword);
        await client.Page.SetViewportSizeAsync(390, 844);
        string[] paths =
        [
            "/", "/search?q=bunny", "/browse?genre=Drama", "/my-list", $"/title/{WebApp.ContentId}", "/account", "/link", "/profiles",
            "/studio", $"/studio/{WebApp.ContentId}", "/studio/import", "/studio/accounts", "/studio/audit",
        ];

        var findings = new List<string>();
        foreach (var path in paths)
        {
            await client.Page.GotoAsync(path);
            await client.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
            await client.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            findings.AddRange((await FindingsAsync(client.Page)).Select(finding => $"{path}: {finding}"));
            var over = await client.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (over > 0)
            {
                findings.Add($"{path}: {over} pixels wider than the screen");
            }
        }

        Assert.That(findings, Is.Empty);
    }

    private static async Task<string> PersonAsync()
    {
        var title = await WebApp.Studio.Http.GetAsync($"content/{WebApp.ContentId}").JsonAsync();
        return title.GetProperty("people")[0].GetProperty("personId").GetString()!;
    }

    private static async Task<string> CollectionAsync()
    {
        var made = await WebApp.Studio.Http.PostAsJsonAsync("admin/collections", new { name = "Films to look at", contentIds = new[] { WebApp.ContentId }, published = true }).JsonAsync(HttpStatusCode.Created);
        return made.GetProperty("collectionId").GetString()!;
    }

    internal static async Task<List<string>> FindingsAsync(IPage page)
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
