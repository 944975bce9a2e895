using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>A page of cards with the facets of all that match.</summary>
/// <param name="CorrectedQuery">What was looked for instead of what was typed.</param>
/// <param name="Near">When nothing matches: what comes close.</param>
internal sealed record TitlePage(
    IReadOnlyList<TitleCard> Items, int TotalCount, int Page, int Limit, Facets Facets, string? CorrectedQuery = null, IReadOnlyList<TitleCard>? Near = null);

/// <summary>Lists of titles for viewers: browse and search, with what both cache.</summary>
internal sealed class TitleSearch(NpgsqlDataSource source, CatalogCache cache, Folding folding, TimeProvider clock)
{
    private const int MostNear = 12;
    private const int Few = 5;
    private const int ByName = 100;
    private const int ClearlyAlike = 60;
    private const int SomewhatAlike = 35;
    private static readonly Dictionary<string, IReadOnlyList<string>> NothingMended = [];

    private sealed record Question(string? Text, TitleFilter Filter, TitleSort? Sort, int Page, int Limit);

    private sealed record AllTitles;

    /// <param name="Sureness">Of the surest of the page, see <see cref="TitleListing.Search"/>.</param>
    private sealed record Found(List<SearchHit> Hits, int Total, Facets Facets, int Sureness);

    internal Task<TitlePage> BrowseAsync(TitleFilter filter, TitleSort sort, int page, int limit, Viewer viewer, CancellationToken cancel) =>
        cache.GetAsync(new Question(null, filter, sort, page, limit), viewer, async (now, cancelled) =>
        {
            if (await KnownGenreAsync(filter, viewer, cancelled) is not { } known)
            {
                return new TitlePage([], 0, page, limit, Facets.None);
            }

            var (total, facets) = (await CubeAsync(viewer, cancelled)).Count(known);
            var cards = await CardsAsync(TitleListing.Page(new TitleConditions(viewer, now, known), sort, page, limit), cancelled);
            return new TitlePage(cards, total, page, limit, facets);
        }, cancel);

    internal Task<TitlePage> SearchAsync(string? query, TitleFilter filter, TitleSort? sort, int page, int limit, Viewer viewer, CancellationToken cancel) =>
        cache.GetAsync(new Question(Understood.Clean(query) ?? "", filter, sort, page, limit), viewer, async (now, cancelled) =>
        {
            if (await Understood.ReadAsync(query, source, cancelled) is not { } understood ||
                await KnownGenreAsync(filter, viewer, cancelled) is not { } known)
            {
                return new TitlePage([], 0, page, limit, Facets.None);
            }

            return await SearchAsync(understood, new TitleConditions(viewer, now, known), sort, page, limit, cancelled);
        }, cancel);

    /// <summary>Genres with titles the viewer may see, the fullest first.</summary>
    internal async Task<IReadOnlyList<string>> GenresAsync(Viewer viewer, CancellationToken cancel) =>
        (await CubeAsync(viewer, cancel)).Genres;

    /// <summary>Cards of those that the viewer may see, in the order of the ids.</summary>
    internal Task<List<TitleCard>> CardsAsync(Guid[] ids, Viewer viewer, CancellationToken cancel) =>
        CardsAsync(TitleListing.ById(new TitleConditions(viewer, clock.GetUtcNow(), new TitleFilter()), ids), cancel);

    internal Task<List<TitleCard>> MyListAsync(int page, int limit, Viewer viewer, CancellationToken cancel) =>
        CardsAsync(TitleListing.MyList(new TitleConditions(viewer, clock.GetUtcNow(), new TitleFilter()), viewer.ProfileId, page, limit), cancel);

    private async Task<List<TitleCard>> CardsAsync(NpgsqlBatchCommand command, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        return await CardRow.ReadAllAsync(reader, cancel);
    }

    private async Task<TitlePage> SearchAsync(Understood query, TitleConditions conditions, TitleSort? sort, int page, int limit, CancellationToken cancel)
    {
        // As typed, with the words that the catalogue lacks mended.
        var meant = await MeantAsync(query.Words.Where(word => !word.IsKnown), loosely: false, cancel);
        var found = await FindAsync(meant, TextQuery.All, meant.Count > 0);
        if (found.Sureness < ByName || (found.Total < Few && found.Sureness < ByName + ClearlyAlike))
        {
            // Nobody and nothing is called so, or few and not quite: then any word may be a slip, as in "citizen cane".
            var slips = await MeantAsync(query.Words, loosely: false, cancel);
            if (slips.Count > 0 && await FindAsync(slips, TextQuery.All, mended: true) is var other &&
                other.Sureness > Math.Max(found.Sureness, ByName + SomewhatAlike))
            {
                (meant, found) = (slips, other);
            }
        }

        if (found.Total > 0)
        {
            var fold = await folding.LoadAsync(cancel);
            var terms = query.Words.Select(word => word.Text).Concat(meant.Values.SelectMany(words => words)).ToArray();
            var cards = found.Hits.ConvertAll(hit => Highlights.Add(hit, terms, fold));
            return new TitlePage(cards, found.Total, page, limit, found.Facets, meant.Count > 0 ? Corrected(query, meant, cards, fold) : null);
        }

        var near = await MeantAsync(query.Words.Where(word => word.Stem is not null), loosely: true, cancel);
        var close = await FindAsync(near, TextQuery.Any, mended: true, first: 1, most: MostNear);
        return new TitlePage([], 0, page, limit, found.Facets, Near: close.Hits.ConvertAll(hit => hit.Card));

        async Task<Found> FindAsync(
            Dictionary<string, IReadOnlyList<string>> mending, Func<Understood, Dictionary<string, IReadOnlyList<string>>, string> match,
            bool mended, int? first = null, int? most = null)
        {
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(TitleListing.Search(
                conditions, new TextMatch(match(query, mending), TextQuery.AllInNames(query, mending), TextQuery.Whole(query), query.Compact, query.PersonId, mended),
                sort, first ?? page, most ?? limit));
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            var (hits, cells, sureness) = await TitleListing.ReadSearchAsync(reader, cancel);
            var (total, facets) = cells.Count(conditions.Filter);
            return new Found(hits, total, facets, sureness);
        }
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> MeantAsync(IEnumerable<Word> words, bool loosely, CancellationToken cancel)
    {
        var meant = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var word in words.Where(word => Spelling.IsMendable(word.Text)).DistinctBy(word => word.Text))
        {
            if (await Spelling.MeantAsync(word.Text, loosely, source, cancel) is { Count: > 0 } others)
            {
                meant[word.Text] = others;
            }
        }

        return meant.Count > 0 ? meant : NothingMended;
    }

    /// <summary>The query in the words of the first title that has them; null when that one has what was typed.</summary>
    private static string? Corrected(Understood query, Dictionary<string, IReadOnlyList<string>> meant, List<TitleCard> cards, Func<string, string> fold)
    {
        var seen = cards.Take(1).SelectMany(card => Highlights.Words(card.Match?.Text ?? card.Title)).Select(fold).ToHashSet();
        var words = query.Words.Select(word =>
            !meant.TryGetValue(word.Text, out var others) || seen.Contains(word.Text) ? word.Text : others.FirstOrDefault(seen.Contains) ?? others[0]).ToList();
        return words.SequenceEqual(query.Words.Select(word => word.Text)) ? null : string.Join(' ', words);
    }

    private Task<FacetCube> CubeAsync(Viewer viewer, CancellationToken cancel) =>
        cache.GetAsync(new AllTitles(), viewer, async (now, cancelled) =>
        {
            var cube = new FacetCube();
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(TitleListing.Cells(new TitleConditions(viewer, now, new TitleFilter())));
            await using var reader = await batch.ExecuteReaderAsync(cancelled);
            while (await reader.ReadAsync(cancelled))
            {
                cube.Add(reader);
            }

            return cube;
        }, cancel);

    /// <summary>The filter with its genre as titles spell it ("science-fiction" is "Science Fiction"); null when no title has it.</summary>
    private async Task<TitleFilter?> KnownGenreAsync(TitleFilter filter, Viewer viewer, CancellationToken cancel)
    {
        if (filter.Genre is not { } asked)
        {
            return filter;
        }

        var genres = await GenresAsync(viewer, cancel);
        return genres.FirstOrDefault(genre => Spelled(genre) == Spelled(asked)) is { } known ? filter with { Genre = known } : null;

        static string Spelled(string genre) => genre.Trim().Replace('-', ' ').Replace('_', ' ').ToUpperInvariant();
    }
}
