using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Titles that share most genres with this one.</summary>
internal static class SimilarTitles
{
    private const int Most = 20;

    internal sealed record Response(IReadOnlyList<TitleCard> Items);

    internal static void Map(IEndpointRouteBuilder content) => content.MapGet("/{contentId:guid}/similar", Handle).ProducesProblem(404);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid contentId, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        var visible = db.VisibleTo(viewer, clock.GetUtcNow());
        if (await visible.FirstOrDefaultAsync(title => title.ContentId == contentId, cancel) is not { } self)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        var genres = self.Genres;
        var items = await visible
            .Where(title => title.ContentId != contentId && title.Genres.Any(genre => genres.Contains(genre)))
            .OrderByDescending(title => title.Genres.Count(genre => genres.Contains(genre))).ThenByDescending(title => title.PublishedAt).ThenBy(title => title.ContentId)
            .Take(Most)
            .ToCardsAsync(viewer, cancel);
        return TypedResults.Ok(new Response(items));
    }
}
