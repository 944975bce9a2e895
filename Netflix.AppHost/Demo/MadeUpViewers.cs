using System.Net.Http.Json;
using System.Text.Json;
using Netflix.AppHost.Embedded;

namespace Netflix.AppHost.Demo;

/// <summary>
/// Viewers who do not exist: profiles that like two genres each, and begin, finish, drop and rate the library's titles as
/// such people might, through the public API. Nothing that they did is anybody's taste; their accounts say so by name.
/// The same call again goes on with the same accounts.
/// </summary>
internal sealed class MadeUpViewers(string url, string password, IReadOnlyList<MadeUpViewers.Title> library, IReadOnlyList<string> genres, Random random)
{
    private const string Password = "made up for the demo";
    private const int ProfilesOfAnAccount = 4;
    private const int FewestTitles = 6, MostTitles = 16;
    private const double OfTheirKind = 0.8;

    internal sealed record Title(Guid ContentId, bool ComingSoon, IReadOnlyList<string> Genres);

    /// <param name="data">The service's data folder: the demo account's password is there, unless NETFLIX_DEMO_PASSWORD is set.</param>
    internal static async Task<int> RunAsync(string url, string data, int accounts, CancellationToken cancel)
    {
        var password = Secrets.Find("NETFLIX_DEMO_PASSWORD", data, secrets => secrets.DemoPassword);
        await HttpProbe.RequireServiceAsync(url, cancel);
        using var demo = new ApiClient(url, password, email: "demo@netflix.local");
        var profiles = (await demo.GetAsync("profiles", cancel)).GetProperty("items").EnumerateArray().ToList();
        demo.Use(profiles[0].GetProperty("profileId").GetGuid());
        var (library, genres) = await ReadLibraryAsync(demo, cancel);
        if (library.Count == 0 || genres.Count < 2)
        {
            throw new StartupException("The library is empty: nobody can have watched anything. Wait until the demo library plays.");
        }

        var makeUp = new MadeUpViewers(url, Password, library, genres, new Random(1));
        await makeUp.WatchAsync(demo, ["Ada (made up)", "Bo (made up)"], 0, cancel);
        for (var account = 1; account <= accounts; account++)
        {
            await makeUp.AccountAsync(account, cancel);
            Console.WriteLine($"{account} of {accounts} accounts");
        }

        Console.WriteLine("These viewers are made up. The next training learns from them: POST /api/v1/admin/recommendations/train, or the studio's page of recommendations.");
        return 0;
    }

    private async Task AccountAsync(int number, CancellationToken cancel)
    {
        var email = $"made-up-{number}@demo.invalid";
        using (var http = new HttpClient { BaseAddress = new Uri(url + "/api/v1/") })
        {
            while (true)
            {
                using var answer = await http.PostAsJsonAsync("auth/signup", new { email, password, country = number % 3 == 0 ? "DE" : "SE", plan = "premium" }, cancel);
                if (answer.StatusCode is not System.Net.HttpStatusCode.TooManyRequests)
                {
                    break; // made, or there already
                }

                await Task.Delay(TimeSpan.FromSeconds(5), cancel);
            }
        }

        using var account = new ApiClient(url, password, email: email);
        await WatchAsync(account, [.. Enumerable.Range(1, ProfilesOfAnAccount).Select(i => $"Made up {i}")], number * ProfilesOfAnAccount, cancel);
    }

    private async Task WatchAsync(ApiClient account, IReadOnlyList<string> names, int firstTaste, CancellationToken cancel)
    {
        var known = (await account.GetAsync("profiles", cancel)).GetProperty("items").EnumerateArray().ToDictionary(
            profile => profile.GetProperty("name").GetString()!, profile => profile.GetProperty("profileId").GetGuid());
        for (var i = 0; i < names.Count; i++)
        {
            account.Use(known.TryGetValue(names[i], out var profileId)
                ? profileId
                : (await account.PostAsync("profiles", new { Name = names[i] }, cancel)).GetProperty("profileId").GetGuid());
            await WatchAsync(account, [genres[(firstTaste + i) % genres.Count], genres[((firstTaste + i) * 3 + 1) % genres.Count]], cancel);
        }
    }

    private async Task WatchAsync(ApiClient viewer, string[] likes, CancellationToken cancel)
    {
        var ofTheirKind = library.Where(title => title.Genres.Intersect(likes).Any()).ToList();
        var seen = new HashSet<Guid>();
        for (var i = random.Next(FewestTitles, MostTitles + 1); i > 0; i--)
        {
            var from = ofTheirKind.Count > 0 && random.NextDouble() < OfTheirKind ? ofTheirKind : library;
            var title = from[(int)(from.Count * Math.Pow(random.NextDouble(), 2))]; // what stands first is known to more
            if (seen.Add(title.ContentId))
            {
                await TryAsync(viewer, title, title.Genres.Intersect(likes).Any(), cancel);
            }
        }
    }

    /// <summary>Watches it, if it can be played; says what they think of it now and then, and always of what cannot be played yet.</summary>
    private async Task TryAsync(ApiClient viewer, Title title, bool likes, CancellationToken cancel)
    {
        if (!title.ComingSoon && await FindVideoAsync(viewer, title.ContentId, cancel) is { } videoId)
        {
            var started = await viewer.PostAsync("streaming/start", new { VideoId = videoId, DeviceType = "web", TakeOver = true }, cancel);
            var share = likes ? 0.6 + (0.4 * random.NextDouble()) : 0.02 + (0.3 * random.NextDouble());
            var session = started.GetProperty("sessionId").GetGuid();
            await viewer.PostAsync($"streaming/{session}/progress", new { Position = share * started.GetProperty("durationSeconds").GetDouble(), Sequence = 1 }, cancel);
            await viewer.TryPostAsync($"streaming/{session}/stop", cancel);
        }

        if (title.ComingSoon || random.NextDouble() < 0.3)
        {
            await viewer.PostAsync($"content/{title.ContentId}/rating", new { Rating = likes ? random.Next(4, 6) : random.Next(1, 4) }, cancel);
        }
    }

    private static async Task<Guid?> FindVideoAsync(ApiClient viewer, Guid contentId, CancellationToken cancel)
    {
        var title = await viewer.GetAsync($"content/{contentId}", cancel);
        return title.TryGetProperty("videoId", out var video) && video.ValueKind is JsonValueKind.String ? video.GetGuid()
            : title.TryGetProperty("seasons", out var seasons) && seasons.ValueKind is JsonValueKind.Array
                ? seasons.EnumerateArray().SelectMany(season => season.GetProperty("episodes").EnumerateArray()).Select(episode => (Guid?)episode.GetProperty("videoId").GetGuid()).FirstOrDefault()
                : null;
    }

    /// <summary>The most popular of each genre.</summary>
    private static async Task<(List<Title> Library, List<string> Genres)> ReadLibraryAsync(ApiClient viewer, CancellationToken cancel)
    {
        const int MostGenres = 12;
        var first = await viewer.GetAsync("content/browse?sort=popular&limit=100", cancel);
        var genres = first.GetProperty("facets").GetProperty("genres").EnumerateArray().Select(genre => genre.GetProperty("value").GetString()!).Take(MostGenres).ToList();
        var all = first.GetProperty("items").EnumerateArray().ToList();
        foreach (var genre in genres)
        {
            all.AddRange((await viewer.GetAsync($"content/browse?sort=popular&limit=100&genre={Uri.EscapeDataString(genre)}", cancel)).GetProperty("items").EnumerateArray());
        }

        return ([.. all.Select(card => new Title(
            card.GetProperty("contentId").GetGuid(), card.TryGetProperty("comingSoon", out var soon) && soon.ValueKind is JsonValueKind.True,
            [.. card.GetProperty("genres").EnumerateArray().Select(genre => genre.GetString()!)])).DistinctBy(title => title.ContentId)], genres);
    }
}
