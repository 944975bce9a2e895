using Microsoft.Playwright;

namespace Netflix.Web.Tests;

/// <summary>Staying signed in.</summary>
public sealed class SessionTests
{
    [Test]
    public async Task TwoTabsWithAnExpiredToken_RefreshOnceAndStaySignedIn()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await HomeIsShownAsync(client.Page);
        var other = await client.Page.Context.NewPageAsync();
        await other.GotoAsync("/");
        await HomeIsShownAsync(other);
        await client.Page.EvaluateAsync(
            """
            () => {
              const tokens = JSON.parse(localStorage.getItem('marquee.session'));
              localStorage.setItem('marquee.session', JSON.stringify({ ...tokens, expiresAt: 0 }));
            }
            """);
        var refreshes = 0;
        var bothWantOne = new TaskCompletionSource();
        await client.Page.Context.RouteAsync("**/auth/refresh", async route =>
        {
            refreshes++;
            await bothWantOne.Task;
            await route.ContinueAsync();
        });

        await Task.WhenAll(client.Page.ReloadAsync(), other.ReloadAsync());
        await Task.WhenAll(ShellIsShownAsync(client.Page), ShellIsShownAsync(other));
        bothWantOne.SetResult();

        await HomeIsShownAsync(client.Page);
        await HomeIsShownAsync(other);
        Assert.That(refreshes, Is.EqualTo(1));
    }

    [Test]
    public async Task WrongPassword_IsSaid_AndSignOutEndsInSignIn()
    {
        await using var client = await Client.OpenAsync();
        var email = await client.SignUpAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Menu of") }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await client.Page.WaitForURLAsync("**/signin");

        await client.Page.GetByLabel("Email").FillAsync(email);
        await client.Page.GetByLabel("Password").FillAsync("not the password");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(client.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
    }

    private static Task ShellIsShownAsync(IPage page) => page.GetByRole(AriaRole.Link, new() { Name = "Marquee, home" }).WaitForAsync();

    private static Task HomeIsShownAsync(IPage page) => page.GetByRole(AriaRole.Heading, new() { Name = "New releases" }).WaitForAsync();
}
