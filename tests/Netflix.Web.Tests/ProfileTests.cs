using Microsoft.Playwright;

namespace Netflix.Web.Tests;

/// <summary>A family's profiles: what a child sees, and what a PIN keeps shut.</summary>
public sealed class ProfileTests
{
    [Test]
    public async Task KidsProfileWithAPin_IsMade_AsksForThePin_AndShowsNothingForAdults()
    {
        var word = $"Pinned{Guid.NewGuid().ToString("N")[..8]}";
        await Catalogue.AnnounceAsync(new Catalogue.Entry($"{word} cartoon", Rating: "G"), new Catalogue.Entry($"{word} slasher", Rating: "R"));
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var page = client.Page;
        await page.GotoAsync("/profiles");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add profile" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Add profile" });
        await dialog.GetByLabel("Name").FillAsync("Mia");
        await dialog.Locator("label").Filter(new() { Has = page.GetByRole(AriaRole.Radio, new() { Name = "mint" }) }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Radio, new() { Name = "mint" })).ToBeCheckedAsync();
        await dialog.GetByLabel("Kids", new() { Exact = true }).CheckAsync();
        await dialog.GetByLabel("PIN").FillAsync("4711");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByTestId("profile").Filter(new() { HasText = "Mia" }).ClickAsync();

        var locked = page.GetByRole(AriaRole.Dialog, new() { Name = "Mia is locked" });
        await locked.GetByLabel("PIN").FillAsync("1111");
        await locked.GetByRole(AriaRole.Button, new() { Name = "Unlock" }).ClickAsync();
        await Assertions.Expect(locked.GetByLabel("PIN")).ToHaveAttributeAsync("aria-invalid", "true");
        await locked.GetByLabel("PIN").FillAsync("4711");
        await locked.GetByRole(AriaRole.Button, new() { Name = "Unlock" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu of Mia" }).WaitForAsync();

        await page.GotoAsync($"/search?q={word}");
        await page.GetByRole(AriaRole.Link, new() { Name = $"{word} cartoon", Exact = true }).WaitForAsync();
        await Assertions.Expect(page.GetByText("slasher")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task SettingsOfAProfile_AreThereWhenItIsOpenedAgain()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.Page.GotoAsync("/account");
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Manage profiles" }).ClickAsync();
        await client.Page.GetByTestId("profile").First.ClickAsync();
        var dialog = client.Page.GetByRole(AriaRole.Dialog, new() { Name = "Edit profile" });

        await dialog.GetByLabel("Language").SelectOptionAsync("sv");
        await dialog.GetByLabel("Shown up to age").SelectOptionAsync("13");
        await dialog.GetByLabel("Play the next episode by itself").UncheckAsync();
        await dialog.GetByLabel("Save data").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await client.Page.ReloadAsync();
        await client.Page.GetByTestId("profile").First.ClickAsync();

        await Assertions.Expect(dialog.GetByLabel("Language")).ToHaveValueAsync("sv");
        await Assertions.Expect(dialog.GetByLabel("Shown up to age")).ToHaveValueAsync("13");
        await Assertions.Expect(dialog.GetByLabel("Play the next episode by itself")).Not.ToBeCheckedAsync();
        await Assertions.Expect(dialog.GetByLabel("Save data")).ToBeCheckedAsync();
    }
}
