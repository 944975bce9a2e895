using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Features;

/// <summary>A profile's home page: what to go on with, its list, what trends, what is new, and its country's genres.</summary>
internal static class GetHome
{
    private const int RowLength = 20;

    internal sealed record Row(string Id, string Title, string Algorithm, bool Personalized, IReadOnlyList<TitleCard> Items);
    internal sealed record Response(IReadOnlyList<Row> Rows);

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/content/home", Handle).RequireProfile().WithTags("Finding");
        api.MapGet("/profiles/{profileId:guid}/recommendations", Recommend).RequireProfile().WithTags("Finding").ProducesValidationProblem();
    }

    internal static async Task<Ok<Response>> Handle(
        HttpContext http, ICatalog catalog, IWatchStates watched, Trending trending, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        var rows = new List<Row>
        {
            new("continue-watching", "Continue watching", "history", true, await ContinueAsync(viewer, catalog, watched, cancel)),
            new("my-list", "My list", "list", true, await catalog.GetMyListAsync(RowLength, viewer, cancel)),
            new("trending", "Trending now", "trending", false, await TrendingAsync(viewer, catalog, trending, RowLength, cancel)),
        };
        rows.AddRange((await catalog.GetShelvesAsync(viewer, cancel)).Select(RowOf));
        return TypedResults.Ok(new Response(rows.FindAll(row => row.Items.Count > 0)));
    }

    private static Row RowOf(Shelf shelf) => shelf.Kind switch
    {
        ShelfKind.Newest => new("new-releases", shelf.Title, "newest", false, shelf.Items),
        ShelfKind.Editorial => new($"collection-{shelf.Key}", shelf.Title, "editorial", false, shelf.Items),
        _ => new($"genre-{shelf.Key}", shelf.Title, "genre", false, shelf.Items),
    };

    /// <summary>What trends in the country, then what is new; the score falls with the rank.</summary>
    internal static async Task<Results<Ok<Page<Recommendation>>, ValidationProblem>> Recommend(
        int? page, int? limit, HttpContext http, ICatalog catalog, Trending trending, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        var popular = await TrendingAsync(viewer, catalog, trending, 100, cancel);
        var newest = await catalog.ListAsync(null, TitleSort.Newest, 100, viewer, cancel);
        var all = popular.Select(card => card with { Reason = "Trending in your country" })
            .Concat(newest.Select(card => card with { Reason = "New here" }))
            .DistinctBy(card => card.ContentId)
            .Select((card, rank) => new Recommendation(card, Math.Round(1.0 / (1 + rank), 3), card.Reason!))
            .ToList();
        return TypedResults.Ok(new Page<Recommendation>([.. all.Skip((number - 1) * size).Take(size)], all.Count, number, size));
    }

    internal sealed record Recommendation(
        Guid ContentId, string Title, TitleType Type, int? Year, string? Rating, IReadOnlyList<string> Genres, string? ThumbnailUrl,
        string? PreviewUrl, double Score, string Reason)
    {
        internal Recommendation(TitleCard card, double score, string reason)
            : this(card.ContentId, card.Title, card.Type, card.Year, card.Rating, card.Genres, card.ThumbnailUrl, card.PreviewUrl, score, reason)
        {
        }
    }

    private static async Task<List<TitleCard>> ContinueAsync(Viewer viewer, ICatalog catalog, IWatchStates watched, CancellationToken cancel)
    {
        var states = await watched.ContinueWatchingAsync(viewer, RowLength, cancel);
        var cards = await catalog.GetCardsAsync([.. states.Select(state => state.ContentId).Distinct()], viewer, cancel);
        return [.. states
            .DistinctBy(state => state.ContentId) // of a series, the episode watched last
            .Where(state => cards.ContainsKey(state.ContentId))
            .Select(state => cards[state.ContentId] with { VideoId = state.VideoId, Progress = state.Progress })];
    }

    private static async Task<List<TitleCard>> TrendingAsync(Viewer viewer, ICatalog catalog, Trending trending, int limit, CancellationToken cancel)
    {
        var ids = await trending.InAsync(viewer.Country, limit, cancel);
        var cards = await catalog.GetCardsAsync(ids, viewer, cancel);
        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }
}
