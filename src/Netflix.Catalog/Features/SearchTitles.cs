using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Catalog.Search;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Titles by name, people, genre and description, best first; typos, accents and joined words are forgiven.</summary>
internal static class SearchTitles
{
    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapGet("/search", Handle).WithSummary("Search, with facets").ProducesValidationProblem();

    internal static async Task<Results<Ok<TitlePage>, ValidationProblem>> Handle(
        string? query, [AsParameters] BrowseTitles.Query filter, HttpContext http, TitleSearch titles, CancellationToken cancel) =>
        Paging.Errors(filter.Page, filter.Limit) is { } errors
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await titles.SearchAsync(
                query, filter.Filter, filter.Sort?.Value, filter.Page ?? 1, filter.Limit ?? Paging.DefaultLimit, http.Viewer(), cancel));
}
