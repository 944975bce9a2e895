using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Collections;

/// <summary>Published collections, with the titles that the viewer may see; one without any is not there.</summary>
internal static class ShowCollections
{
    private const int Most = 100;
    private const int RowLength = 20;

    internal sealed record Response(IReadOnlyList<EditorialRow> Items);

    internal sealed record One(Guid CollectionId, string Name, string? Description, IReadOnlyList<TitleCard> Items, int TotalCount, int Page, int Limit);

    internal static void Map(IEndpointRouteBuilder content)
    {
        content.MapGet("/collections", List).WithSummary("The editors' collections, each with its first 20 titles.");
        content.MapGet("/collections/{collectionId:guid}", Get).WithSummary("One collection, its titles by page.").ProducesProblem(404).ProducesValidationProblem();
    }

    internal static async Task<Ok<Response>> List(HttpContext http, CatalogDbContext db, TitleSearch search, TimeProvider clock, CancellationToken cancel) =>
        TypedResults.Ok(new Response(await ReadAsync(Most, http.Viewer(), db, search, clock, cancel)));

    internal static async Task<Results<Ok<One>, ValidationProblem, ProblemHttpResult>> Get(
        Guid collectionId, int? page, int? limit, HttpContext http, CatalogDbContext db, TitleSearch search, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        var collection = await db.Collections.AsNoTracking().FirstOrDefaultAsync(one => one.CollectionId == collectionId && one.Published, cancel);
        var titles = db.VisibleTo(viewer, clock.GetUtcNow())
            .Join(db.CollectionTitles.Where(entry => entry.CollectionId == collectionId), title => title.ContentId, entry => entry.ContentId, (title, entry) => new { title, entry.Position })
            .OrderBy(item => item.Position).Select(item => item.title.ContentId);
        var total = collection is null ? 0 : await titles.CountAsync(cancel);
        if (collection is null || total == 0)
        {
            return EditCollections.NoSuchCollection();
        }

        var items = await search.CardsAsync(await titles.Skip((number - 1) * size).Take(size).ToArrayAsync(cancel), viewer, cancel);
        return TypedResults.Ok(new One(collectionId, collection.Name, collection.Description, items, total, number, size));
    }

    /// <summary>Two statements, however many collections: which titles, then their cards.</summary>
    internal static async Task<List<EditorialRow>> ReadAsync(int most, Viewer viewer, CatalogDbContext db, TitleSearch search, TimeProvider clock, CancellationToken cancel)
    {
        var visible = db.VisibleTo(viewer, clock.GetUtcNow());
        var collections = await db.Collections.AsNoTracking()
            .Where(collection => collection.Published &&
                db.CollectionTitles.Any(entry => entry.CollectionId == collection.CollectionId && visible.Any(title => title.ContentId == entry.ContentId)))
            .OrderBy(collection => collection.Position).ThenBy(collection => collection.CollectionId)
            .Take(most)
            .Select(collection => new
            {
                collection.CollectionId, collection.Name, collection.Description,
                Titles = db.CollectionTitles.Where(entry => entry.CollectionId == collection.CollectionId && visible.Any(title => title.ContentId == entry.ContentId))
                    .OrderBy(entry => entry.Position).Take(RowLength).Select(entry => entry.ContentId).ToList(),
            })
            .ToListAsync(cancel);
        if (collections.Count == 0)
        {
            return [];
        }

        var ids = collections.SelectMany(collection => collection.Titles).Distinct().ToArray();
        var cards = (await search.CardsAsync(ids, viewer, cancel)).ToDictionary(card => card.ContentId);
        return collections.ConvertAll(collection => new EditorialRow(
            collection.CollectionId, collection.Name, collection.Description,
            [.. collection.Titles.Where(cards.ContainsKey).Select(id => cards[id])])); // a title may have gone between the two
    }
}
