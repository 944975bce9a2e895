using Microsoft.Playwright;

namespace Netflix.Web.Tests;

/// <summary>My List is in the order that its owner gave it.</summary>
public sealed class MyListTests
{
    [Test]
    public async Task TitleDraggedToTheFront_IsThereAfterAReload()
    {
        await using var client = await Client.OpenAsync();
        var names = await OpenListAsync(client);

        var saved = SavedAsync(client.Page);
        await DragAsync(client.Page, Handle(client.Page, names[2]), Handle(client.Page, names[0]));
        await IsAsync(client.Page, names[2], names[0], names[1]);
        await saved;
        await client.Page.ReloadAsync();

        await IsAsync(client.Page, names[2], names[0], names[1]);
    }

    [Test]
    public async Task ArrowKeysOnAHandle_MoveItsTitle_KeepTheFocus_AndTellThePlace()
    {
        await using var client = await Client.OpenAsync();
        var names = await OpenListAsync(client);

        await Handle(client.Page, names[0]).FocusAsync();
        await client.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(Handle(client.Page, names[0])).ToBeFocusedAsync();
        await client.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"{names[0]} is now 2 of 3." }).WaitForAsync();
        var saved = SavedAsync(client.Page);
        await client.Page.Keyboard.PressAsync("End");
        await saved;
        await client.Page.ReloadAsync();

        await IsAsync(client.Page, names[1], names[2], names[0]);
    }

    [Test]
    public async Task OrderThatIsNotSaved_GoesBack_AndIsSaid()
    {
        await using var client = await Client.OpenAsync();
        var names = await OpenListAsync(client);
        await client.Page.RouteAsync("**/my-list/order", route => route.FulfillAsync(new() { Status = 503, Json = new { title = "Busy" } }));

        await Handle(client.Page, names[0]).FocusAsync();
        await client.Page.Keyboard.PressAsync("End");

        await client.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "not saved" }).WaitForAsync();
        await IsAsync(client.Page, names[0], names[1], names[2]);
    }

    private static async Task<string[]> OpenListAsync(Client client)
    {
        var word = Guid.NewGuid().ToString("N")[..6];
        string[] names = [$"Anchor {word}", $"Beacon {word}", $"Candle {word}"];
        var ids = await Catalogue.AnnounceAsync([.. names.Select(name => new Catalogue.Entry(name))]);
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await viewer.ListAsync(ids);
        await client.SignInAsync(viewer.Email);
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "My List" }).First.ClickAsync();
        await IsAsync(client.Page, names);
        return names;
    }

    private static ILocator Handle(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = $"Move {name}" });

    private static Task IsAsync(IPage page, params string[] names) =>
        Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "My List" }).GetByRole(AriaRole.Link)).ToHaveTextAsync([.. names.Select(name => new System.Text.RegularExpressions.Regex(name))]);

    private static Task<IResponse> SavedAsync(IPage page) =>
        page.WaitForResponseAsync(response => response.Request.Method == "PUT" && response.Url.EndsWith("/my-list/order", StringComparison.Ordinal) && response.Ok);

    private static async Task DragAsync(IPage page, ILocator from, ILocator to)
    {
        await from.HoverAsync();
        await page.Mouse.DownAsync();
        var box = (await to.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2), new() { Steps = 12 });
        await page.Mouse.UpAsync();
    }
}
