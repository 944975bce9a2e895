using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>A person at a browser: a context of its own, and what one does in the web client.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> errors = [];

    private Client(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, error) => errors.Add(error);
    }

    public IPage Page { get; }

    /// <param name="app">Another service than the one that all share.</param>
    public static async Task<Client> OpenAsync(NetflixApp? app = null)
    {
        var context = await WebApp.Browser.NewContextAsync(new() { BaseURL = (app ?? WebApp.App).BaseUrl, ViewportSize = new() { Width = 1280, Height = 720 } });
        context.SetDefaultTimeout(20_000);
        return new(context, await context.NewPageAsync());
    }

    /// <summary>Signs up in the form and chooses the first profile; home is on screen.</summary>
    public async Task<string> SignUpAsync(string plan = "Standard", string country = WebApp.Country)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        await Page.GotoAsync("/signup");
        await Page.GetByLabel("Email").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(Password);
        await Page.GetByLabel("Country").SelectOptionAsync(country);
        await Page.GetByText(plan, new() { Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await ChooseProfileAsync();
        return email;
    }

    public async Task SignInAsync(string email, string password = Password)
    {
        await Page.GotoAsync("/signin");
        await Page.GetByLabel("Email").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ChooseProfileAsync();
    }

    public const string Password = "correct horse battery";

    private Task ChooseProfileAsync() => Page.GetByTestId("profile").First.ClickAsync();

    /// <summary>From home through the title's page into the film; pictures are on screen.</summary>
    public async Task PlayAsync()
    {
        // Wherever its rows stand among other tests' titles: beyond the edge too.
        await Page.GetByRole(AriaRole.Link, new() { Name = WebApp.Film, Exact = true }).First.EvaluateAsync("link => link.click()");
        await Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^(Play|Resume)") }).First.ClickAsync();
        await IsPlayingAsync();
    }

    public async Task IsPlayingAsync() =>
        await UntilAsync("video => video && !video.paused && video.currentTime > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 5");

    /// <summary>Back by the player's own button, until the title's page is there.</summary>
    public async Task LeaveAsync()
    {
        await Page.Mouse.MoveAsync(300, 300);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Back", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = WebApp.Film, Level = 1 }).WaitForAsync();
        await Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^(Play|Resume)") }).First.WaitForAsync();
    }

    /// <summary>Waits until the fact about the video element holds.</summary>
    public async Task UntilAsync(string fact) => await Page.WaitForFunctionAsync($"() => ({fact})(document.querySelector('video'))");

    public Task<T> VideoAsync<T>(string read) => Page.EvaluateAsync<T>($"() => ({read})(document.querySelector('video'))");

    public Task<double> TimeAsync() => VideoAsync<double>("video => video.currentTime");

    public Task<double> PictureVarianceAsync() => Picture.VarianceAsync(Page);

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        Assert.That(errors, Is.Empty, "The page threw.");
    }
}
