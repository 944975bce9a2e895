using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Models;

/// <param name="Profiles">With something held out.</param>
/// <param name="Events">Held out.</param>
internal sealed record HeldOutMetrics(int Profiles, int Events, double Candidate, double? Serving, double Popularity);

/// <summary>
/// The newest events, kept from training, to see how well a model foretells them: NDCG@20 over all titles, those seen
/// before left out.
/// </summary>
internal sealed class HeldOut
{
    /// <summary>Fewer tell nothing.</summary>
    internal const int FewestEvents = 50;

    /// <summary>More profiles than these move the mean by less than models differ by chance, and each costs milliseconds.</summary>
    internal const int MostProfiles = 10_000;

    private const int Depth = 20;
    private const double NewestShare = 0.1;

    private readonly List<(ProfileHistory Before, HashSet<Guid> After, DateTimeOffset AskedAt)> cases = [];

    private HeldOut(IReadOnlyList<ProfileHistory> all, DateTimeOffset cut)
    {
        var before = new List<ProfileHistory>(all.Count);
        foreach (var history in all)
        {
            var known = history with { Events = [.. history.Events.Where(one => one.At <= cut)] };
            before.Add(known);
            var old = known.Events.Select(one => one.ContentId).ToHashSet();
            var after = history.Events.Where(one => one.At > cut && one.Interest > 0 && !old.Contains(one.ContentId)).ToList();
            if (after.Count > 0)
            {
                cases.Add((known, after.Select(one => one.ContentId).ToHashSet(), after.Min(one => one.At)));
            }
        }

        AllEvents = cases.Sum(one => one.After.Count);
        var nth = (cases.Count + MostProfiles - 1) / MostProfiles;
        cases = [.. cases.Where((_, i) => i % nth == 0)];
        (Before, Events) = (before, cases.Sum(one => one.After.Count));
    }

    /// <summary>What a candidate may learn from.</summary>
    internal IReadOnlyList<ProfileHistory> Before { get; }

    internal int Profiles => cases.Count;

    /// <summary>Of these profiles.</summary>
    internal int Events { get; }

    /// <summary>Of all that have some: what a candidate did not learn from.</summary>
    internal int AllEvents { get; }

    /// <param name="trainedTo">Newest event the serving model has seen: what came later is new to both; null when there is none.</param>
    /// <returns>Null when too little is there to tell. Says whether the serving model may be asked: else it would know the answers.</returns>
    internal static (HeldOut Slice, bool IsNewToServing)? From(IReadOnlyList<ProfileHistory> all, DateTimeOffset? trainedTo)
    {
        if (trainedTo is { } seen && new HeldOut(all, seen) is { Events: >= FewestEvents } fresh)
        {
            return (fresh, true);
        }

        var times = all.SelectMany(history => history.Events).Select(one => one.At).Order().ToList();
        if (times.Count < FewestEvents)
        {
            return null;
        }

        var newest = new HeldOut(all, times[(int)(times.Count * (1 - NewestShare))]);
        return newest.Events >= FewestEvents ? (newest, trainedTo is null) : null;
    }

    internal double Ndcg(Recommender recommender)
    {
        var all = TitleSet.All(recommender.TitleCount);
        return Ndcg((one, askedAt) => recommender
            .Rank(recommender.FoldIn(one), all, new(one.Region, one.Events.Count > 0 ? one.Events[^1].At : askedAt, HourOf: askedAt), Depth).Select(title => title.ContentId));
    }

    /// <summary>Of the list that is the same for all: what most profiles liked.</summary>
    internal double PopularityNdcg()
    {
        var likes = new Dictionary<Guid, int>();
        foreach (var one in Before.SelectMany(history => history.Events.Where(one => one.Interest > 0).DistinctBy(one => one.ContentId)))
        {
            likes[one.ContentId] = likes.GetValueOrDefault(one.ContentId) + 1;
        }

        var popular = likes.OrderByDescending(title => title.Value).ThenBy(title => title.Key).Select(title => title.Key).ToList();
        return Ndcg((one, _) =>
        {
            var seen = one.Events.Select(own => own.ContentId).ToHashSet();
            return popular.Where(title => !seen.Contains(title)).Take(Depth);
        });
    }

    private double Ndcg(Func<ProfileHistory, DateTimeOffset, IEnumerable<Guid>> list) => cases.Average(one =>
    {
        var gain = list(one.Before, one.AskedAt).Select((title, place) => one.After.Contains(title) ? Discount(place) : 0).Sum();
        return gain / Enumerable.Range(0, Math.Min(Depth, one.After.Count)).Sum(Discount);
    });

    private static double Discount(int place) => 1 / Math.Log2(place + 2);
}
