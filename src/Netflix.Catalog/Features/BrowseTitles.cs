using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Titles by genre, type, years, rating and language, with the counts of what else could be chosen.</summary>
internal static class BrowseTitles
{
    internal sealed record Facet(string Value, int Count);

    internal sealed record Facets(IReadOnlyList<Facet> Genres, IReadOnlyList<Facet> Types);

    /// <summary>A page of cards, and the facets of all that match.</summary>
    internal sealed record Response(IReadOnlyList<TitleCard> Items, int TotalCount, int Page, int Limit, Facets Facets);

    internal sealed record Query(
        string? Genre, EnumName<TitleType>? Type, int? YearFrom, int? YearTo, string? Rating, string? Language, EnumName<TitleSort>? Sort, int? Page, int? Limit);

    internal static void Map(IEndpointRouteBuilder content)
    {
        content.MapGet("/browse", Handle).ProducesValidationProblem();
        content.MapGet("/category/{category}", (
            string category, [AsParameters] Query query, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel) =>
            Handle(query with { Genre = category }, http, db, clock, cancel)).ProducesValidationProblem();
    }

    internal static async Task<Results<Ok<Response>, ValidationProblem>> Handle(
        [AsParameters] Query query, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(query.Page, query.Limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var titles = db.VisibleTo(http.Viewer(), clock.GetUtcNow());
        if (!Array.TrueForAll([query.Genre, query.Rating, query.Language], text => text is null || Validation.IsPlain(text)))
        {
            titles = titles.Where(_ => false); // no title has such a word, and PostgreSQL could not be asked
            query = query with { Genre = null, Rating = null, Language = null };
        }

        if (query.Genre is { } genre)
        {
            titles = titles.Where(title => title.Genres.Any(one => CatalogDbContext.Fold(one) == CatalogDbContext.Fold(genre)));
        }

        if (query.Type is { Value: var type })
        {
            titles = titles.Where(title => title.Type == type);
        }

        titles = titles.Where(title =>
            (query.YearFrom == null || title.ReleaseYear >= query.YearFrom) && (query.YearTo == null || title.ReleaseYear <= query.YearTo) &&
            (query.Rating == null || title.Rating == query.Rating) && (query.Language == null || title.Language == query.Language));
        return TypedResults.Ok(await AnswerAsync(titles, titles.Sorted(query.Sort?.Value ?? TitleSort.Newest), query.Page, query.Limit, cancel));
    }

    /// <summary>One page of the sorted titles, with the facets of all that match.</summary>
    internal static async Task<Response> AnswerAsync(
        IQueryable<Title> matches, IQueryable<Title> sorted, int? page, int? limit, CancellationToken cancel)
    {
        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var genres = await matches.SelectMany(title => title.Genres).GroupBy(value => value)
            .Select(group => new { group.Key, Count = group.Count() })
            .OrderByDescending(group => group.Count).ThenBy(group => group.Key).Take(50).ToListAsync(cancel);
        var types = await matches.GroupBy(title => title.Type)
            .Select(group => new { group.Key, Count = group.Count() }).OrderByDescending(group => group.Count).ToListAsync(cancel);
        var items = await sorted.Skip((number - 1) * size).Take(size).ToCardsAsync(cancel);
        return new Response(items, types.Sum(group => group.Count), number, size, new Facets(
            genres.ConvertAll(group => new Facet(group.Key, group.Count)),
            types.ConvertAll(group => new Facet(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(group.Key.ToString()), group.Count))));
    }
}
