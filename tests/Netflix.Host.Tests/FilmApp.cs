using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>One running service with one published film, shared by the journeys of this assembly.</summary>
[SetUpFixture]
public sealed class FilmApp
{
    internal const int Seconds = 10;

    public static NetflixApp App { get; private set; } = null!;
    public static TestUser Studio { get; private set; } = null!;

    /// <summary>Lists of networks that may not play.</summary>
    public static string BlockedNetworks { get; private set; } = null!;

    /// <summary>720 lines, ten seconds, with sound.</summary>
    public static string FilmFile { get; private set; } = null!;

    public static Guid ContentId { get; private set; }
    public static Guid VideoId { get; private set; }

    /// <summary>The same film without encryption, for ffmpeg to read.</summary>
    public static Guid ClearVideoId { get; private set; }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        BlockedNetworks = Directory.CreateTempSubdirectory("netflix-blocked-").FullName;
        App = await NetflixApp.StartAsync(
            ("Netflix:Region:TrustedProxies", "127.0.0.0/8"),
            ("Netflix:Region:CountryHeader", "Test-Country"),
            ("Netflix:Region:Database", Path.Combine(Root(), "node_modules", "@ip-location-db", "iptoasn-country-mmdb", "iptoasn-country.mmdb")),
            ("Netflix:Region:BlockedNetworks", BlockedNetworks),
            ("Netflix:Playback:DeviceLimits:Projector", "480"),
            ("Netflix:Playback:Downloads:PerDevice:basic", "1"));
        Studio = await App.SignInAdminAsync();
        FilmFile = await TestFilm.MakeAsync(App.Directory, height: 720, seconds: Seconds);
        var clear = Studio.PublishFilmAsync(FilmFile, "A Clear Film", protection: "none");
        (ContentId, VideoId) = await Studio.PublishFilmAsync(FilmFile, "The Shared Film");
        (_, ClearVideoId) = await clear;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Studio.Dispose();
        await App.DisposeAsync();
        Directory.Delete(BlockedNetworks, recursive: true);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Netflix.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
