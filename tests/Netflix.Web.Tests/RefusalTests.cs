using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>A play that the service ends says why, and offers what helps.</summary>
public sealed class RefusalTests
{
    [Test]
    public async Task DeviceSignedOut_IsToldSo_AndMaySignInAgain()
    {
        await using var client = await Client.OpenAsync();
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await client.SignInAsync(viewer.Email);
        await client.PlayAsync();

        var devices = await viewer.Http.GetAsync("devices").JsonAsync();
        var other = devices.GetProperty("items").EnumerateArray().Single(device => !device.GetProperty("current").GetBoolean());
        await (await viewer.Http.DeleteAsync($"devices/{other.GetProperty("deviceId").GetGuid()}")).ExpectAsync(HttpStatusCode.NoContent);

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "This device was signed out" }).WaitForAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Play here instead" })).ToHaveCountAsync(0);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await client.Page.WaitForURLAsync("**/signin");
    }

    [Test]
    public async Task SubscriptionCancelled_LeadsToTheAccount()
    {
        await using var client = await Client.OpenAsync();
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await client.SignInAsync(viewer.Email);
        await client.PlayAsync();

        await (await viewer.Http.PatchAsJsonAsync("account", new { subscriptionStatus = "cancelled" })).ExpectAsync(HttpStatusCode.OK);

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "Your subscription is not active any more" }).WaitForAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "Play here instead" })).ToHaveCountAsync(0);
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Account" }).ClickAsync();
        await client.Page.WaitForURLAsync("**/account");
    }

    [Test]
    public async Task ProfileRemoved_LeadsToTheOtherProfiles_AndBackToTheFilm()
    {
        await using var client = await Client.OpenAsync();
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await (await viewer.Http.PostAsJsonAsync("profiles", new { name = "Stays", isKids = false })).ExpectAsync(HttpStatusCode.Created);
        await client.SignInAsync(viewer.Email);
        await client.PlayAsync();

        await (await viewer.Http.DeleteAsync($"profiles/{viewer.ProfileId}")).ExpectAsync(HttpStatusCode.NoContent);

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "This profile was removed" }).WaitForAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Choose a profile" }).ClickAsync();
        await client.Page.GetByTestId("profile").First.ClickAsync();
        await client.Page.WaitForURLAsync("**/watch/**");
        await client.IsPlayingAsync();
    }

    [Test]
    public async Task ReasonOfALaterServer_IsNotTakenForAnotherDevice()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.Page.RouteAsync("**/commands", route => route.FulfillAsync(new() { ContentType = "text/event-stream", Body = "event: stop\ndata: {\"reason\":\"somethingNew\"}\n\n" }));
        await client.Page.GotoAsync($"/watch/{WebApp.ContentId}/{WebApp.VideoId}");

        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "This viewing was ended" }).WaitForAsync();
        await client.Page.UnrouteAsync("**/commands");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Go on watching" }).ClickAsync();
        await client.IsPlayingAsync();
    }

    [Test]
    public async Task StreamLimit_ListsWhatPlays()
    {
        await using var client = await Client.OpenAsync();
        using var viewer = await WebApp.App.SignUpAsync("basic", WebApp.Country);
        await viewer.StartPlaybackAsync(WebApp.VideoId);
        await client.SignInAsync(viewer.Email);
        await client.Page.GotoAsync($"/watch/{WebApp.ContentId}/{WebApp.VideoId}");

        var streams = client.Page.GetByRole(AriaRole.List, new() { Name = "Streams in use" });
        await Assertions.Expect(streams).ToContainTextAsync(WebApp.Film);
        await Assertions.Expect(streams).ToContainTextAsync("A browser since");
    }
}
