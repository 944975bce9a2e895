using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Titles by genre, type, years, rating and language, with the counts of what else could be chosen.</summary>
internal static class BrowseTitles
{
    internal sealed record Query(
        string? Genre, EnumName<TitleType>? Type, int? YearFrom, int? YearTo, string? Rating, string? Language, EnumName<TitleSort>? Sort, int? Page, int? Limit)
    {
        internal TitleFilter Filter => new(Word(Genre), Type?.Value, YearFrom, YearTo, Word(Rating)?.ToUpperInvariant(), Word(Language));

        /// <summary>An empty choice is none; a word that PostgreSQL could not be asked for is one that no title has.</summary>
        private static string? Word(string? text) =>
            string.IsNullOrWhiteSpace(text) ? null : Validation.IsPlain(text) ? text.Trim() : "\uFFFD";
    }

    internal static void Map(IEndpointRouteBuilder content)
    {
        content.MapGet("/browse", Handle).WithSummary("Titles by what they are, with facets").ProducesValidationProblem();
        content.MapGet("/category/{category}", (string category, [AsParameters] Query query, HttpContext http, TitleSearch titles, CancellationToken cancel) =>
            Handle(query with { Genre = category }, http, titles, cancel)).WithSummary("Titles of one category, with facets").ProducesValidationProblem();
    }

    internal static async Task<Results<Ok<TitlePage>, ValidationProblem>> Handle(
        [AsParameters] Query query, HttpContext http, TitleSearch titles, CancellationToken cancel) =>
        Paging.Errors(query.Page, query.Limit) is { } errors
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await titles.BrowseAsync(
                query.Filter, query.Sort?.Value ?? TitleSort.Newest, query.Page ?? 1, query.Limit ?? Paging.DefaultLimit, http.Viewer(), cancel));
}
