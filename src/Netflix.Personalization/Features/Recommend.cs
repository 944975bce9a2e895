using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Personalization.Home;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Features;

/// <summary>The titles that suit a profile best, each with its reason: made anew at each asking, so they know of what has just been watched.</summary>
internal static class Recommend
{
    private const int Most = 200;

    internal sealed record Recommendation(
        Guid ContentId, string Title, TitleType Type, int? Year, string? Rating, IReadOnlyList<string> Genres, string? ThumbnailUrl,
        string? PreviewUrl, double Score, string Reason)
    {
        internal Recommendation(TitleCard card, double score, string reason)
            : this(card.ContentId, card.Title, card.Type, card.Year, card.Rating, card.Genres, card.ThumbnailUrl, card.PreviewUrl, score, reason)
        {
        }
    }

    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/profiles/{profileId:guid}/recommendations", Handle)
        .RequireProfile().WithTags("Finding").WithSummary("The 200 titles that suit the profile best, the best first").ProducesValidationProblem();

    internal static async Task<Results<Ok<Page<Recommendation>>, ValidationProblem>> Handle(
        int? page, int? limit, HttpContext http, ICatalog catalog, HomeBuilder builder, Trending trending, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        var all = await builder.RankingAsync(viewer, cancel) is { } ranking
            ? await PersonalAsync(ranking, viewer, catalog, cancel)
            : await PopularAsync(viewer, catalog, trending, cancel);
        return TypedResults.Ok(new Page<Recommendation>([.. all.Skip((number - 1) * size).Take(size)], all.Count, number, size));
    }

    private static async Task<List<Recommendation>> PersonalAsync(Ranking ranking, Viewer viewer, ICatalog catalog, CancellationToken cancel)
    {
        var items = ranking.Describe(ranking.Top(Most));
        var cards = await catalog.GetCardsAsync([.. items.SelectMany(item => item.BecauseOf is { } of ? (Guid[])[item.ContentId, of] : [item.ContentId]).Distinct()], viewer, cancel);
        return [.. items.Where(item => cards.ContainsKey(item.ContentId))
            .Select(item => new Recommendation(cards[item.ContentId], item.Match / 100.0, Reasons.Of(item, cards)!))];
    }

    /// <summary>What trends in the country, then what is new; the score falls with the rank.</summary>
    private static async Task<List<Recommendation>> PopularAsync(Viewer viewer, ICatalog catalog, Trending trending, CancellationToken cancel)
    {
        var popular = await trending.InAsync(viewer.Country, Trending.Week, 100, cancel);
        var cards = await catalog.GetCardsAsync(popular, viewer, cancel);
        var newest = await catalog.ListAsync(null, TitleSort.Newest, 100, viewer, cancel);
        return [.. popular.Where(cards.ContainsKey).Select(id => (Card: cards[id], Reason: "Trending in your country"))
            .Concat(newest.Select(card => (Card: card, Reason: "New here")))
            .DistinctBy(one => one.Card.ContentId)
            .Select((one, rank) => new Recommendation(one.Card, Math.Round(1.0 / (1 + rank), 3), one.Reason))];
    }
}
