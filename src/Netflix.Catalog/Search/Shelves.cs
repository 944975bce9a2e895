using Microsoft.Extensions.DependencyInjection;
using Netflix.Catalog.Collections;
using Netflix.Contracts;

namespace Netflix.Catalog.Search;

/// <summary>The rows of a home page that are not made for one profile, kept as one answer.</summary>
internal sealed class Shelves(CatalogCache cache, TitleSearch titles, IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int Length = 20;
    private const int Genres = 8;
    private const int FewestOfAGenre = 2;
    private const int Collections = 3;

    private sealed record Question;

    internal Task<IReadOnlyList<Shelf>> GetAsync(Viewer viewer, CancellationToken cancel) =>
        cache.GetAsync(new Question(), viewer, async (_, cancelled) => await ReadAsync(viewer, cancelled), cancel);

    private async Task<IReadOnlyList<Shelf>> ReadAsync(Viewer viewer, CancellationToken cancel)
    {
        var shelves = new List<Shelf> { new(ShelfKind.Newest, "new", "New releases", await FirstAsync(new TitleFilter())) };
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
            shelves.AddRange((await ShowCollections.ReadAsync(Collections, viewer, db, titles, clock, cancel))
                .Select(collection => new Shelf(ShelfKind.Editorial, $"{collection.CollectionId}", collection.Name, collection.Items)));
        }

        foreach (var genre in (await titles.GenresAsync(viewer, cancel)).Take(Genres))
        {
            shelves.Add(new Shelf(ShelfKind.Genre, genre.ToLowerInvariant().Replace(' ', '-'), genre, await FirstAsync(new TitleFilter(genre))));
        }

        return shelves.FindAll(shelf => shelf.Items.Count >= (shelf.Kind == ShelfKind.Genre ? FewestOfAGenre : 1));

        async Task<IReadOnlyList<TitleCard>> FirstAsync(TitleFilter filter) =>
            (await titles.BrowseAsync(filter, TitleSort.Newest, 1, Length, viewer, cancel)).Items;
    }
}
