using System.Text;
using Netflix.Contracts;

namespace Netflix.Delivery.Registry;

/// <summary>An edge that may be given to players.</summary>
internal sealed record RankedEdge(EdgeLocation Location, string Region, double Load, AssetFilter Assets = default)
{
    /// <summary>FNV-1a of the id: the same in every process, unlike string.GetHashCode.</summary>
    internal ulong IdHash { get; } = Fnv1a(Location.EdgeId);

    private static ulong Fnv1a(string text)
    {
        var hash = 14695981039346656037;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ octet) * 1099511628211;
        }

        return hash;
    }
}

/// <summary>
/// Who serves a session. Edges whose line is nearly full come after all others, then the nearer ones first. Among the nearest,
/// rendezvous hashing (Thaler and Ravishankar, 1996) gives an asset its two: it stays on them as others come and go, and losing
/// one of n moves only its own 1/n. One that holds the asset already goes before one that would have to fetch it. Of the two the session
/// gets one by lot, weighted by their loads: the power of two choices (Mitzenmacher, 2001), but as loads are seconds old,
/// sending everybody to the lesser one would only make it the greater; and a session's lot stays, so steering does not push it about.
/// </summary>
internal static class EdgeRanking
{
    /// <summary>Above it, a new stream is better off on a colder edge.</summary>
    internal const double Busy = 0.75;

    /// <summary>From <see cref="Busy"/> on, ever more of the sessions go elsewhere: all at once they would empty it, and come back.</summary>
    private const double BusySpread = 0.5;

    /// <summary>How much less an edge without the asset draws: titles that few watch stay on one edge, what many watch gets its second soon.</summary>
    private const double Cold = 0.125;

    /// <summary>With it an edge at half its line draws a third of what an idle one does.</summary>
    private const double LoadWeight = 4;

    internal static EdgeLocation[] Rank(IReadOnlyList<RankedEdge> edges, Guid assetId, string region, Guid sessionId = default)
    {
        var order = new (bool Busy, int Distance, ulong Weight, string Id)[edges.Count];
        var ranked = new RankedEdge[edges.Count];
        for (var i = 0; i < ranked.Length; i++)
        {
            var edge = edges[i];
            var patience = sessionId == default ? 0 : BusySpread * Lot(sessionId, ~edge.IdHash);
            order[i] = (edge.Load >= Busy + patience, Regions.Distance(edge.Region, region), ~Weight(assetId, edge.IdHash), edge.Location.EdgeId);
            ranked[i] = edge;
        }

        Array.Sort(order, ranked);
        var nearest = 1;
        while (nearest < ranked.Length && (order[nearest].Busy, order[nearest].Distance) == (order[0].Busy, order[0].Distance))
        {
            nearest++;
        }

        if (nearest > 1 && ranked.Length > 1)
        {
            ChooseOfTwo(ranked.AsSpan(0, nearest), assetId, sessionId);
        }

        return Array.ConvertAll(ranked, edge => edge.Location);
    }

    /// <summary>The edges that an asset lives on: what <see cref="Rank"/> starts from.</summary>
    internal static IEnumerable<RankedEdge> HomesOf(Guid assetId, IEnumerable<RankedEdge> edges) =>
        edges.OrderByDescending(edge => Weight(assetId, edge.IdHash)).ThenBy(edge => edge.Location.EdgeId, StringComparer.Ordinal).Take(2);

    internal static ulong Weight(Guid id, ulong edgeHash)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return Mix(Mix(edgeHash ^ BitConverter.ToUInt64(bytes)) ^ BitConverter.ToUInt64(bytes[8..]));
    }

    /// <summary>The finaliser of SplitMix64: each input bit moves each output bit with probability one half.</summary>
    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    private static void ChooseOfTwo(Span<RankedEdge> nearest, Guid assetId, Guid sessionId)
    {
        for (var i = 1; i < nearest.Length && !nearest[0].Assets.MayHold(assetId); i++)
        {
            if (nearest[i].Assets.MayHold(assetId))
            {
                var holder = nearest[i];
                nearest[..i].CopyTo(nearest[1..]);
                nearest[0] = holder;
            }
        }

        if (sessionId != default && Draw(sessionId, nearest[1], nearest[1].Assets.MayHold(assetId) ? 1 : Cold) > Draw(sessionId, nearest[0], 1))
        {
            (nearest[0], nearest[1]) = (nearest[1], nearest[0]);
        }
    }

    /// <summary>Weighted rendezvous: the greatest of these wins with a chance in proportion to its weight, and another weight moves only its share.</summary>
    private static double Draw(Guid sessionId, RankedEdge edge, double weight) =>
        weight / (1 + LoadWeight * Math.Max(0, edge.Load)) / -Math.Log(Lot(sessionId, edge.IdHash));

    /// <summary>Between 0 and 1, neither of them.</summary>
    private static double Lot(Guid sessionId, ulong edgeHash) => ((Weight(sessionId, edgeHash) >> 11) + 0.5) / (1UL << 53);
}
