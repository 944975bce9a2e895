using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.Personalization.Models;
using Netflix.Testing;

namespace Netflix.Personalization.Tests;

/// <summary>The service with a library of two tastes and a few titles for children, made playable by the event that Encoding would send.</summary>
[SetUpFixture]
internal sealed class PersonalizationApp
{
    internal const int Seconds = 100;
    internal const string Action = "Action", Romance = "Romance", Family = "Family";
    private const int OfEachGenre = 22;

    internal static NetflixApp App { get; private set; } = null!;
    internal static TestUser Studio { get; private set; } = null!;
    internal static IReadOnlyList<Film> Films { get; private set; } = [];

    internal sealed record Film(Guid ContentId, Guid VideoId, string Title, string Genre);

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await NetflixApp.StartAsync(("Netflix:Roles", "web,edge"));
        Studio = await App.SignInAdminAsync();
        Films = await PublishAsync([
            .. Enumerable.Range(1, OfEachGenre).Select(i => ($"Chase {i}", Action, "R")), .. Enumerable.Range(1, OfEachGenre).Select(i => ($"Kiss {i}", Romance, "PG-13")),
            .. Enumerable.Range(1, 8).Select(i => ($"Puppet {i}", Family, "G"))]);
        await TrainAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Studio.Dispose();
        await App.DisposeAsync();
    }

    internal static IEnumerable<Film> Of(string genre) => Films.Where(film => film.Genre == genre);

    internal static async Task<IReadOnlyList<Film>> PublishAsync(params (string Title, string Genre, string Rating)[] titles)
    {
        var films = new List<Film>();
        foreach (var (title, genre, rating) in titles)
        {
            var created = await Studio.Http.PostAsJsonAsync("admin/content", new
            {
                title, type = "movie", rating, description = $"{title}, of {genre.ToLowerInvariant()}.", genres = new[] { genre }, releaseYear = 2020, language = "en",
                cast = new[] { $"{genre} Star", $"{title} Extra" }, director = $"{genre} Director",
            }).JsonAsync(HttpStatusCode.Created);
            var contentId = created.GetProperty("contentId").GetGuid();
            var videoId = (await Studio.Http.GetAsync($"admin/content/{contentId}").JsonAsync()).GetProperty("videoId").GetGuid();
            films.Add(new(contentId, videoId, title, genre));
        }

        await using (var scope = App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PersonalizationDbContext>();
            films.ForEach(film => db.Publish(Ready(film)));
            await db.SaveChangesAsync();
            await Expect.EventuallyAsync(() => db.Set<OutboxMessage>().AsNoTracking().AnyAsync(message => message.Type == typeof(AssetReady).FullName), waiting => !waiting);
        }

        foreach (var film in films)
        {
            await Studio.PublishAsync(film.ContentId);
        }

        // Titles that come after a training are placed by their content within seconds; a page made before lacks them for ten minutes.
        var serving = App.Services.GetRequiredService<ServingModel>();
        await Expect.EventuallyAsync(() => Task.FromResult(serving.Current is not { } model || films.TrueForAll(film => model.Recommender.IndexOf(film.ContentId) >= 0)), isThere => isThere);
        return films;
    }

    /// <summary>Trains a model and waits until this process has it.</summary>
    internal static async Task<JsonElement> TrainAsync()
    {
        var modelId = (await Studio.Http.PostAsync("admin/recommendations/train", null).JsonAsync(HttpStatusCode.Accepted)).GetProperty("modelId").GetGuid();
        var model = await Expect.EventuallyAsync(
            async () => (await ModelsAsync()).First(one => one.GetProperty("modelId").GetGuid() == modelId), one => one.GetProperty("state").GetString() != "training");
        var serving = App.Services.GetRequiredService<ServingModel>();
        await Expect.EventuallyAsync(
            async () => (Films.All(film => serving.Current?.Recommender.IndexOf(film.ContentId) >= 0), (await ModelsAsync()).First(one => one.GetProperty("state").GetString() == "serving").GetProperty("modelId").GetGuid() == serving.Current?.ModelId),
            state => state is (true, true));
        return model;
    }

    internal static async Task<IReadOnlyList<JsonElement>> ModelsAsync() =>
        [.. (await Studio.Http.GetAsync("admin/recommendations/models?limit=100").JsonAsync()).GetProperty("items").EnumerateArray()];

    /// <summary>The viewer watches this share of the film and stops.</summary>
    internal static async Task WatchAsync(TestUser viewer, Film film, double share = 1)
    {
        var sessionId = (await viewer.StartPlaybackAsync(film.VideoId)).GetProperty("sessionId").GetGuid();
        await viewer.ReportProgressAsync(sessionId, share * Seconds, 1);
        await (await viewer.Http.PostAsync($"streaming/{sessionId}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);
    }

    internal static async Task<IReadOnlyList<JsonElement>> HomeAsync(TestUser viewer) =>
        [.. (await viewer.Http.GetAsync("content/home").JsonAsync()).GetProperty("rows").EnumerateArray()];

    internal static IReadOnlyList<Guid> Ids(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(card => card.GetProperty("contentId").GetGuid())];

    private static AssetReady Ready(Film film) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), film.VideoId, film.ContentId,
        new AssetDescription(Seconds, [new("v480", 480, 854, 480, "avc1.64001e", 900_000, 700_000, 24)], [], [], "poster.jpg", null, Artwork:
            [.. Enumerable.Range(1, 4).Select(i => new ArtworkCandidate($"art-{i}.jpg", i, 1.0 / i))]), DateTimeOffset.UtcNow);
}
