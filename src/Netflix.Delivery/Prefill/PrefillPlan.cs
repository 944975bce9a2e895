using Netflix.Contracts;
using Netflix.Delivery.Registry;

namespace Netflix.Delivery.Prefill;

/// <summary>Which part of a cache a title is for.</summary>
internal enum PrefillShare
{
    Top,
    Regional,
}

/// <summary>One video that an edge should hold from its beginning.</summary>
/// <param name="Bytes">What of it is fetched, about.</param>
/// <param name="Held">The edge holds some of it already.</param>
internal sealed record PlannedAsset(
    Guid AssetId, Guid VideoId, Guid ContentId, PrefillShare Share, Popularity Popularity, long Bytes, bool Held);

/// <summary>What one edge should fetch, in this order.</summary>
internal sealed record PlannedEdge(string EdgeId, string Region, long CapacityBytes, long PlannedBytes, IReadOnlyList<PlannedAsset> Assets);

/// <summary>An edge that can be filled.</summary>
internal sealed record FillableEdge(RankedEdge Edge, long CapacityBytes);

/// <summary>
/// Decides what each edge fetches: 60 % of its cache for what all regions watch most, 30 % for what its own do, and 10 % is left to the
/// long tail, which nobody foresees. Nothing goes where it is neither watched nor comes out. A title goes where steering will send its viewers: the top ones to both of their edges in
/// each region, regional ones to the first.
/// </summary>
internal static class PrefillPlan
{
    internal const double TopShare = 0.6;
    internal const double RegionalShare = 0.3;

    /// <summary>Below it nobody has asked for weeks.</summary>
    private const double LeastScore = 0.02;

    internal static IReadOnlyList<PlannedEdge> Make(
        IReadOnlyList<FillableEdge> edges, IReadOnlyList<AssetDemand> demands, IReadOnlyList<TitleRelease> releases, TimeSpan ofEach, DateTimeOffset now)
    {
        var releasesOf = releases.ToLookup(release => release.ContentId);
        var regions = edges.Select(edge => edge.Edge.Region.ToUpperInvariant()).Distinct().ToArray();
        var everywhere = Ranked(demands, _ => true, releasesOf, now);
        var planned = new List<PlannedEdge>();
        foreach (var area in edges.GroupBy(edge => edge.Edge.Region.ToUpperInvariant()))
        {
            var fillings = area.OrderBy(edge => edge.Edge.Location.EdgeId, StringComparer.Ordinal).Select(edge => new Filling(edge)).ToList();
            var served = demands.SelectMany(asset => asset.Starts).Select(starts => starts.Region).Concat(releases.Select(release => release.Region))
                .Distinct().Where(region => IsServedFrom(area.Key, region, regions)).ToHashSet();
            var hits = everywhere.Where(one => one.Asset.Starts.Any(starts => served.Contains(starts.Region)) || releasesOf[one.Asset.ContentId].Any(release => served.Contains(release.Region)));
            Fill(fillings, hits, PrefillShare.Top, homes: 2, ofEach);
            Fill(fillings, Ranked(demands, served.Contains, releasesOf, now), PrefillShare.Regional, homes: 1, ofEach);
            planned.AddRange(fillings.Select(filling => filling.Planned()));
        }

        return [.. planned.OrderBy(edge => edge.EdgeId, StringComparer.Ordinal)];
    }

    /// <summary>Viewers are sent to the nearest edges.</summary>
    private static bool IsServedFrom(string area, string viewer, string[] areas) =>
        viewer == "*" || Regions.Distance(area, viewer) == areas.Min(one => Regions.Distance(one, viewer));

    private static List<(AssetDemand Asset, Popularity Popularity)> Ranked(
        IReadOnlyList<AssetDemand> demands, Func<string, bool> counts, ILookup<Guid, TitleRelease> releases, DateTimeOffset now)
    {
        var known = demands.Select(asset =>
        {
            var starts = asset.Starts.Where(one => counts(one.Region)).ToList();
            return (Asset: asset, Week: starts.Sum(one => one.Week), Before: starts.Sum(one => one.Before));
        }).ToList();
        var most = known.Count == 0 ? 0 : known.Max(one => one.Week + one.Before);
        return
        [
            .. known.Select(one => (one.Asset, Popularity: Popularity.Of(one.Week, one.Before, most, Release(one.Asset), now)))
                .Where(one => one.Popularity.Score >= LeastScore)
                .OrderByDescending(one => one.Popularity.Score).ThenBy(one => one.Asset.AssetId),
        ];

        // The first of those that have begun or will; a title that nobody will see draws nobody.
        DateTimeOffset? Release(AssetDemand asset) => releases[asset.ContentId].Where(one => counts(one.Region)).Min(one => (DateTimeOffset?)one.From);
    }

    private static void Fill(List<Filling> edges, IEnumerable<(AssetDemand Asset, Popularity Popularity)> ranked, PrefillShare share, int homes, TimeSpan ofEach)
    {
        foreach (var (asset, popularity) in ranked)
        {
            var bytes = (long)(asset.Bytes * Math.Min(1, ofEach.TotalSeconds / Math.Max(asset.DurationSeconds, 1)));
            foreach (var home in EdgeRanking.HomesOf(asset.AssetId, edges.Select(edge => edge.Edge.Edge)).Take(homes))
            {
                edges.Find(edge => edge.Edge.Edge == home)!.TryAdd(asset, share, popularity, bytes);
            }
        }
    }

    private sealed class Filling(FillableEdge edge)
    {
        private readonly List<PlannedAsset> assets = [];
        private readonly HashSet<Guid> known = [];
        private readonly Dictionary<PrefillShare, long> left = new()
        {
            [PrefillShare.Top] = (long)(TopShare * edge.CapacityBytes), [PrefillShare.Regional] = (long)(RegionalShare * edge.CapacityBytes),
        };

        internal FillableEdge Edge => edge;

        /// <summary>One that has no room is passed over: a smaller one after it may have.</summary>
        internal void TryAdd(AssetDemand asset, PrefillShare share, Popularity popularity, long bytes)
        {
            if (bytes > 0 && bytes <= left[share] && known.Add(asset.AssetId))
            {
                left[share] -= bytes;
                assets.Add(new(asset.AssetId, asset.VideoId, asset.ContentId, share, popularity, bytes, edge.Edge.Assets.MayHold(asset.AssetId)));
            }
        }

        internal PlannedEdge Planned() =>
            new(edge.Edge.Location.EdgeId, edge.Edge.Region, edge.CapacityBytes, assets.Sum(asset => asset.Bytes), [.. assets.OrderByDescending(asset => asset.Popularity.Score)]);
    }
}
