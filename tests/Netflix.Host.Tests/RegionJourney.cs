using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>Where a request comes from decides what is shown and played; where the account is from only when nothing tells.</summary>
public class RegionJourney
{
    private const string Norwegian = "193.213.112.4";

    private static readonly SemaphoreSlim Once = new(1);
    private static (Guid ContentId, Guid VideoId)? onlyInNorway;

    private static async Task<(Guid ContentId, Guid VideoId)> OnlyInNorwayAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (onlyInNorway is null)
            {
                onlyInNorway = await FilmApp.Studio.PublishFilmAsync(await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "fjord.mp4"), "Only Seen From Norway");
                await (await FilmApp.Studio.Http.PutAsJsonAsync($"admin/content/{onlyInNorway.Value.ContentId}/availability", new[] { new { region = "NO" } })).ExpectAsync(HttpStatusCode.OK);
            }

            return onlyInNorway.Value;
        }
        finally
        {
            Once.Release();
        }
    }

    [TestCase("Test-Country", "NO")]
    [TestCase("Test-Country", "no")]
    [TestCase("X-Forwarded-For", Norwegian)]
    [TestCase("X-Forwarded-For", "203.0.113.9, " + Norwegian)] // what stands before the last one, anybody may have written
    public async Task ViewerAbroad_SeesAndPlaysWhatIsShownThere(string header, string value)
    {
        var film = await OnlyInNorwayAsync();
        using var swede = await FilmApp.App.SignUpAsync(country: "SE");
        await swede.Http.GetAsync($"content/{film.ContentId}").ProblemAsync(HttpStatusCode.NotFound);

        swede.Http.DefaultRequestHeaders.Add(header, value);

        await swede.Http.GetAsync($"content/{film.ContentId}").JsonAsync();
        await swede.StartPlaybackAsync(film.VideoId);
    }

    [TestCase("Test-Country", "SE")]
    [TestCase("X-Forwarded-For", "8.8.8.8")]
    public async Task ViewerAbroad_DoesNotSeeWhatIsShownAtHome(string header, string value)
    {
        var film = await OnlyInNorwayAsync();
        using var norwegian = await FilmApp.App.SignUpAsync(country: "NO");

        norwegian.Http.DefaultRequestHeaders.Add(header, value);

        await norwegian.Http.GetAsync($"content/{film.ContentId}").ProblemAsync(HttpStatusCode.NotFound);
        var refusal = await norwegian.Http.PostAsJsonAsync("streaming/start", new { videoId = film.VideoId }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("region"));
    }

    [TestCase("Test-Country", "XX")]
    [TestCase("Test-Country", "Norway")]
    [TestCase("X-Forwarded-For", "10.1.2.3")]
    [TestCase("X-Forwarded-For", "192.0.2.1")]
    [TestCase("X-Forwarded-For", "rubbish")]
    public async Task WhereNothingTells_TheAccountsCountryCounts(string header, string value)
    {
        var film = await OnlyInNorwayAsync();
        using var norwegian = await FilmApp.App.SignUpAsync(country: "NO");

        norwegian.Http.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        await norwegian.Http.GetAsync($"content/{film.ContentId}").JsonAsync();
    }

    [Test]
    public async Task BlockedNetwork_BrowsesButPlaysNothingFromTheNextChangeOfTheListOn()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        viewer.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.20");
        var list = Path.Combine(FilmApp.BlockedNetworks, "vpn.txt");
        Task<HttpResponseMessage> StartAsync() => viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.VideoId, takeOver = true });
        await StartAsync().JsonAsync(HttpStatusCode.Created);

        await File.WriteAllTextAsync(list, "# exits\nnot a network\n198.51.100.0/24 # all of it\n");

        await Expect.EventuallyAsync(async () => (await StartAsync()).StatusCode, status => status == HttpStatusCode.Forbidden);
        var refusal = await StartAsync().ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("region"));
        Assert.That(refusal.GetProperty("detail").GetString(), Does.Contain("VPN"));
        await viewer.Http.GetAsync("content/home").JsonAsync();

        File.Delete(list);

        await Expect.EventuallyAsync(async () => (await StartAsync()).StatusCode, status => status == HttpStatusCode.Created);
    }
}
