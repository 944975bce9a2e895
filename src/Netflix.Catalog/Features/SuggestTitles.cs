using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Names that begin, or have a word that begins, as the viewer types.</summary>
internal static class SuggestTitles
{
    private const int Most = 10;

    internal sealed record Suggestion(string Text, string Kind, Guid? ContentId);
    internal sealed record Response(IReadOnlyList<Suggestion> Suggestions);

    internal static void Map(IEndpointRouteBuilder content) => content.MapGet("/suggest", Handle);

    internal static async Task<Ok<Response>> Handle(string? prefix, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (SearchTitles.Clean(prefix) is not { } text)
        {
            return TypedResults.Ok(new Response([]));
        }

        var (start, word) = ($"{SearchTitles.Escaped(text)}%", $"% {SearchTitles.Escaped(text)}%");
        var titles = await db.VisibleTo(http.Viewer(), clock.GetUtcNow())
            .Where(title => EF.Functions.Like(CatalogDbContext.Fold(title.Name), CatalogDbContext.Fold(start)) ||
                EF.Functions.Like(CatalogDbContext.Fold(title.Name), CatalogDbContext.Fold(word)))
            .OrderByDescending(title => EF.Functions.Like(CatalogDbContext.Fold(title.Name), CatalogDbContext.Fold(start)))
            .ThenBy(title => title.Name.Length).ThenBy(title => title.ContentId)
            .Take(Most)
            .Select(title => new Suggestion(title.Name, "title", title.ContentId))
            .ToListAsync(cancel);
        return TypedResults.Ok(new Response(titles));
    }
}
