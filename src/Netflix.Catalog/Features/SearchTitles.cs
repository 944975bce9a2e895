using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Titles by name, accents and case aside, nearest first; small typos are forgiven.</summary>
internal static class SearchTitles
{
    /// <summary>Longer queries are cut: nobody means more, and trigrams of it would cost.</summary>
    private const int LongestQuery = 100;

    internal static void Map(IEndpointRouteBuilder content) => content.MapGet("/search", Handle).ProducesValidationProblem();

    internal static async Task<Results<Ok<BrowseTitles.Response>, ValidationProblem>> Handle(
        string? query, int? page, int? limit, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        if (Pattern(query) is not { } pattern)
        {
            return TypedResults.Ok(new BrowseTitles.Response([], 0, page ?? 1, limit ?? Paging.DefaultLimit, new BrowseTitles.Facets([], [])));
        }

        var text = Clean(query)!;
        var matches = db.VisibleTo(http.Viewer(), clock.GetUtcNow()).Where(title =>
            EF.Functions.Like(CatalogDbContext.Fold(title.Name), CatalogDbContext.Fold(pattern)) ||
            EF.Functions.TrigramsAreWordSimilar(CatalogDbContext.Fold(text), CatalogDbContext.Fold(title.Name)));
        var sorted = matches
            .OrderByDescending(title => EF.Functions.TrigramsWordSimilarity(CatalogDbContext.Fold(text), CatalogDbContext.Fold(title.Name)))
            .ThenByDescending(title => EF.Functions.TrigramsSimilarity(CatalogDbContext.Fold(text), CatalogDbContext.Fold(title.Name)))
            .ThenBy(title => title.ContentId);
        return TypedResults.Ok(await BrowseTitles.AnswerAsync(matches, sorted, page, limit, cancel));
    }

    /// <summary>A LIKE pattern for names that hold the query; null when there is nothing to look for.</summary>
    internal static string? Pattern(string? query) =>
        Clean(query) is { } text ? $"%{Escaped(text)}%" : null;

    internal static string Escaped(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");

    internal static string? Clean(string? query)
    {
        var text = query?.Trim() ?? "";
        if (text.Length > LongestQuery)
        {
            text = text[..(char.IsHighSurrogate(text[LongestQuery - 1]) ? LongestQuery - 1 : LongestQuery)];
        }

        return text.Length > 0 && Validation.IsPlain(text) ? text : null;
    }
}
