using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Titles by name, people, genre and description, best first; typos, accents and joined words are forgiven.</summary>
internal static class SearchTitles
{
    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapGet("/search", Handle).WithSummary("Search, with facets").ProducesValidationProblem();

    internal static async Task<Results<Ok<TitlePage>, ValidationProblem>> Handle(
        string? query, [AsParameters] BrowseTitles.Query filter, HttpContext http, TitleSearch titles, ITaste taste, CancellationToken cancel)
    {
        if (Paging.Errors(filter.Page, filter.Limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var found = await titles.SearchAsync(query, filter.Filter, filter.Sort?.Value, filter.Page ?? 1, filter.Limit ?? Paging.DefaultLimit, http.Viewer(), cancel);
        return TypedResults.Ok(filter.Sort is null && found.Items.Count > 2 ? found with { Items = await ForViewerAsync(found.Items, http.Viewer(), taste, cancel) } : found);
    }

    /// <summary>
    /// The answer is everybody's; the viewer's taste moves a title up by three places at most, among those found for the same
    /// reason, and never from before the first, which is what was meant.
    /// </summary>
    private static async Task<IReadOnlyList<TitleCard>> ForViewerAsync(IReadOnlyList<TitleCard> items, Viewer viewer, ITaste taste, CancellationToken cancel)
    {
        const double MostPlaces = 3;
        var scores = await taste.ScoreAsync([.. items.Select(card => card.ContentId)], viewer, cancel);
        if (scores.Count == 0)
        {
            return items;
        }

        var (ordered, group) = (new List<(int Group, double Place, TitleCard Card)>(items.Count), 0);
        for (var place = 0; place < items.Count; place++)
        {
            group += place == 1 || (place > 1 && items[place].Match?.Field != items[place - 1].Match?.Field) ? 1 : 0;
            ordered.Add((group, place - MostPlaces * scores.GetValueOrDefault(items[place].ContentId), items[place]));
        }

        return [.. ordered.OrderBy(one => one.Group).ThenBy(one => one.Place).Select(one => one.Card)];
    }
}
