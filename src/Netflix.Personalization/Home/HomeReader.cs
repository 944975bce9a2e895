using Netflix.Contracts;
using Netflix.Personalization.Clicks;
using Netflix.Personalization.Engine;
using Netflix.Personalization.Experiments.Assignment;

namespace Netflix.Personalization.Home;

/// <summary>One row as it is shown.</summary>
/// <param name="Algorithm">How its titles were chosen: history, list, hybrid, similar, taste, trending, popular, newest, editorial or genre.</param>
internal sealed record ShownRow(string Id, string Title, string Algorithm, bool Personalized, IReadOnlyList<TitleCard> Items);

/// <summary>Puts a home page together: the profile's own rows, and those that all of its country share.</summary>
internal sealed class HomeReader(HomePages pages, ExperimentParameters experiments, ICatalog catalog, IWatchStates watched, Trending trending)
{
    private const int RowLength = 20;
    private const double SecondOfAKind = 0.85;

    internal async Task<IReadOnlyList<ShownRow>> ReadAsync(Viewer viewer, CancellationToken cancel)
    {
        var assigned = await experiments.ForAsync(viewer, cancel);
        var page = await pages.GetAsync(viewer, assigned, cancel);
        var continuing = await watched.ContinueWatchingAsync(viewer, RowLength, cancel);
        var (trends, popular) = (await trending.InAsync(viewer.Country, Trending.Week, RowLength, cancel), await trending.InAsync(viewer.Country, Trending.Quarter, RowLength, cancel));
        var cards = await catalog.GetCardsAsync(
            [.. continuing.Select(state => state.ContentId).Concat(trends).Concat(popular).Concat(page?.Rows.SelectMany(Ids) ?? []).Distinct()], viewer, cancel);

        var rows = new List<ShownRow>
        {
            new("continue-watching", "Continue watching", "history", true, [.. continuing
                .DistinctBy(state => state.ContentId) // of a series, the episode watched last
                .Where(state => cards.ContainsKey(state.ContentId))
                .Select(state => cards[state.ContentId] with { VideoId = state.VideoId, Progress = state.Progress })]),
        };
        var personal = page?.Rows.Select(row => Show(row, viewer, cards)).OfType<ShownRow>().ToList() ?? [];
        rows.AddRange(personal);
        rows.Add(new("trending", "Trending now", "trending", false, CardsOf(trends)));
        rows.Add(new("popular", "Popular in your country", "popular", false, CardsOf(popular)));
        rows.Add(new("my-list", "My list", "list", true, await catalog.GetMyListAsync(RowLength, viewer, cancel)));
        rows.AddRange((await catalog.GetShelvesAsync(viewer, cancel)).Select(RowOf).Where(row => row.Algorithm != "genre" || !personal.Exists(own => own.Id == $"taste-{row.Id["genre-".Length..]}")));
        experiments.Expose(viewer, assigned);
        return FirstScreen.WithoutRepeats(RowParameters.Apply(assigned.Parameters, InOrder(rows.FindAll(row => row.Items.Count > 0), page?.Rates)));

        static ShownRow[] InOrder(List<ShownRow> rows, IReadOnlyDictionary<string, double>? learned)
        {
            var (turns, places) = (new Dictionary<string, int>(), new Dictionary<ShownRow, double>());
            foreach (var row in rows)
            {
                var turn = turns[row.Algorithm] = turns.GetValueOrDefault(row.Algorithm) + 1;
                var rate = learned?.TryGetValue(row.Algorithm, out var known) == true ? known : RowRates.FirstRateOf(row.Algorithm);
                // What one has begun comes first; a second row of a kind is sought less than the first.
                places[row] = row.Algorithm == "history" ? double.MaxValue : rate * Math.Pow(SecondOfAKind, turn - 1);
            }

            return [.. rows.OrderByDescending(row => places[row])];
        }

        IReadOnlyList<TitleCard> CardsOf(IEnumerable<Guid> ids) => [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }

    private static IEnumerable<Guid> Ids(HomeRow row) => row.Items.SelectMany(item => item.BecauseOf is { } title ? (Guid[])[item.ContentId, title] : [item.ContentId])
        .Concat(row.Kind == HomeRowKind.BecauseYouWatched ? [Guid.Parse(row.Subject!)] : []);

    /// <summary>Null when what it is named after is not to be seen any more.</summary>
    private static ShownRow? Show(HomeRow row, Viewer viewer, IReadOnlyDictionary<Guid, TitleCard> cards)
    {
        IReadOnlyList<TitleCard> items = [.. row.Items.Where(item => cards.ContainsKey(item.ContentId))
            .Select(item => cards[item.ContentId] with { MatchScore = item.Match, Reason = Reasons.Of(item, cards), ThumbnailUrl = item.PictureUrl ?? cards[item.ContentId].ThumbnailUrl })];
        return row.Kind switch
        {
            HomeRowKind.TopPicks => new("top-picks", viewer.Name.Length > 0 ? $"Top picks for {viewer.Name}" : "Top picks for you", "hybrid", true, items),
            HomeRowKind.GenreTaste => new($"taste-{row.Subject!.ToLowerInvariant().Replace(' ', '-')}", $"{row.Subject} for you", "taste", true, items),
            HomeRowKind.BecauseYouWatched when cards.TryGetValue(Guid.Parse(row.Subject!), out var because) =>
                new($"because-{because.ContentId}", $"Because you watched {because.Title}", "similar", true, [.. items.Select(card => card with { Reason = $"Because you watched {because.Title}" })]),
            _ => null,
        };
    }

    private static ShownRow RowOf(Shelf shelf) => shelf.Kind switch
    {
        ShelfKind.Newest => new("new-releases", shelf.Title, "newest", false, shelf.Items),
        ShelfKind.Editorial => new($"collection-{shelf.Key}", shelf.Title, "editorial", false, shelf.Items),
        _ => new($"genre-{shelf.Key}", shelf.Title, "genre", false, shelf.Items),
    };
}
