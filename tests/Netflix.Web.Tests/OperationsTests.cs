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
}
