using Netflix.Contracts;
using Netflix.Personalization.Artwork;
using Netflix.Personalization.Clicks;
using Netflix.Personalization.Engine;
using Netflix.Personalization.Experiments;
using Netflix.Personalization.Experiments.Assignment;
using Netflix.Personalization.Models;
using Netflix.Personalization.Signals;

namespace Netflix.Personalization.Home;

/// <summary>Makes a profile's personal rows from its taste and the serving model.</summary>
internal sealed class HomeBuilder(
    ServingModel serving, Tastes tastes, ICatalog catalog, Candidates candidates, Pictures pictures, RowRates rates, TimeProvider clock)
{
    private const int RowLength = 20;
    private const int FewestOfARow = 3;
    private const int BecauseRows = 2;
    private const int GenreRows = 3;

    /// <summary>Null while there is no model.</summary>
    internal async Task<HomePage?> BuildAsync(Viewer viewer, Assigned assigned, CancellationToken cancel)
    {
        var parameters = assigned.Parameters;
        if (await RankingAsync(viewer, cancel, parameters.RankingDiversity) is not { } ranking)
        {
            return null;
        }

        var genres = ranking.Profile.IsCold ? [] : ranking.Recommender.Genres(ranking.Profile, ranking.Playable).Where(one => one.Taste > 0).Select(one => one.Genre).ToList();
        var rows = new List<HomeRow>();
        if (!ranking.Profile.IsCold)
        {
            rows.Add(new(HomeRowKind.TopPicks, null, Exploration.Mix(ranking.Describe(ranking.Top(RowLength + Exploration.Further)), RowLength, parameters.RankingExploration ?? Exploration.UsualShare, Random.Shared)));
            rows.AddRange(Because(ranking));
            foreach (var genre in genres.Take(GenreRows))
            {
                rows.Add(new(HomeRowKind.GenreTaste, genre, ranking.Describe(ranking.Recommender.ByGenre(ranking.Profile, genre, ranking.Playable, ranking.Context, RowLength))));
            }
        }

        rows.RemoveAll(row => row.Items.Count < (row.Kind == HomeRowKind.TopPicks ? 1 : FewestOfARow));
        var context = genres.FirstOrDefault() ?? "";
        var chosen = await pictures.ChooseAsync([.. rows.SelectMany(row => row.Items).Select(item => item.ContentId).Distinct()], context, parameters.ArtworkPolicy ?? ArtworkPolicy.Bandit, Random.Shared, cancel);
        return new(ranking.ModelId, HomeLimits.Of(viewer, assigned), clock.GetUtcNow(), context, await rates.OfAsync(viewer.ProfileId, cancel),
            rows.ConvertAll(row => row with { Items = [.. row.Items.Select(item => WithPicture(item, chosen.GetValueOrDefault(item.ContentId)))] }));
    }

    private static HomeItem WithPicture(HomeItem item, Pictures.Picture? picture) =>
        picture is null ? item : item with { Picture = picture.Number, PictureUrl = picture.Url, Propensity = picture.Propensity };

    /// <summary>The viewer's profile before the serving model, with what it may see; null while there is no model.</summary>
    internal async Task<Ranking?> RankingAsync(Viewer viewer, CancellationToken cancel, double? diversity = null)
    {
        if (serving.Current is not { } loaded)
        {
            return null;
        }

        var allowed = candidates.Of(await catalog.GetAllVisibleAsync(viewer, cancel), loaded.Recommender);
        var history = await tastes.OfAsync(viewer.ProfileId, viewer.Country, cancel);
        return new(loaded.ModelId, loaded.Recommender, loaded.Recommender.FoldIn(history), history, allowed.Playable, allowed.ComingSoon,
            new RankContext(viewer.Country, clock.GetUtcNow(), viewer.ProfileId.GetHashCode(), Diversity: (float?)diversity));
    }

    /// <summary>For what was watched last and not given up; the title itself must be one that the viewer may still see.</summary>
    private static IEnumerable<HomeRow> Because(Ranking ranking)
    {
        var seen = ranking.Profile.History.ToArray().ToHashSet();
        return ranking.History.Events.Where(one => one is { Kind: TasteKind.Watched, Interest: > 0 }).Reverse().Select(one => one.ContentId).Distinct()
            .Where(id => ranking.Playable.Contains(ranking.Recommender.IndexOf(id)))
            .Take(BecauseRows)
            .Select(id => new HomeRow(HomeRowKind.BecauseYouWatched, $"{id}", ranking.Describe(ranking.Similar(id, 3 * RowLength)
                .Where(title => !seen.Contains(title.Title) && !ranking.Profile.Hidden.Contains(title.Title)).Take(RowLength))));
    }
}

/// <summary>A profile before a model: what lists are made of.</summary>
internal sealed record Ranking(
    Guid ModelId, Recommender Recommender, Profile Profile, ProfileHistory History, TitleSet Playable, TitleSet ComingSoon, RankContext Context)
{
    private const int LeastMatch = 50;

    // Of all titles at once, for all rows of a page.
    private readonly Lazy<float[]> match = new(() => Recommender.Match(Profile, Context));

    /// <summary>The best for the profile; where little can be played, then what is announced.</summary>
    internal IReadOnlyList<Recommendation> Top(int count)
    {
        var top = Recommender.Rank(Profile, Playable, Context, count);
        return top.Count >= count ? top : [.. top, .. Recommender.Rank(Profile, ComingSoon, Context, count - top.Count)];
    }

    /// <summary>Like a title; where little can be played, then what is announced.</summary>
    internal IEnumerable<Recommendation> Similar(Guid contentId, int count)
    {
        var playable = Recommender.Similar(contentId, Playable, count);
        return playable.Count >= count ? playable : playable.Concat(Recommender.Similar(contentId, ComingSoon, count - playable.Count));
    }

    /// <summary>How well a title suits the profile, 0 to 1; null for one that the model does not know.</summary>
    internal double? MatchOf(Guid contentId) => Recommender.IndexOf(contentId) is >= 0 and var title ? match.Value[title] : null;

    internal IReadOnlyList<HomeItem> Describe(IEnumerable<Recommendation> titles) => [.. titles.Select(title => new HomeItem(
        title.ContentId, LeastMatch + (int)((99 - LeastMatch) * match.Value[title.Title]), title.Reason.Kind, title.Reason.ContentId, title.Reason.Name))];
}
