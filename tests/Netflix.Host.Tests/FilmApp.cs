using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>One running service with one published film, shared by the journeys of this assembly.</summary>
[SetUpFixture]
public sealed class FilmApp
{
    internal const int Seconds = 10;

    public static NetflixApp App { get; private set; } = null!;
    public static TestUser Studio { get; private set; } = null!;

    /// <summary>720 lines, ten seconds, with sound.</summary>
    public static string FilmFile { get; private set; } = null!;

    public static Guid ContentId { get; private set; }
    public static Guid VideoId { get; private set; }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await NetflixApp.StartAsync();
        Studio = await App.SignInAdminAsync();
        FilmFile = await TestFilm.MakeAsync(App.Directory, height: 720, seconds: Seconds);
        (ContentId, VideoId) = await Studio.PublishFilmAsync(FilmFile, "The Shared Film");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Studio.Dispose();
        await App.DisposeAsync();
    }
}
