using System.Text;
using Netflix.Contracts;

namespace Netflix.Delivery.Registry;

/// <summary>An edge that may be given to players.</summary>
internal sealed record RankedEdge(EdgeLocation Location, string Region, double Load)
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
/// Who serves an asset: rendezvous hashing (Thaler and Ravishankar, 1996), so that an asset stays on the same edges as
/// others come and go: losing one of n moves only its own 1/n. Edges of the viewer's region come first; those whose line is
/// nearly full come after all others; equal ones by load.
/// </summary>
internal static class EdgeRanking
{
    /// <summary>Above it, a new stream is better off on a colder edge.</summary>
    internal const double Busy = 0.8;

    internal static EdgeLocation[] Rank(IReadOnlyList<RankedEdge> edges, Guid assetId, string region)
    {
        var order = new (bool Busy, bool Elsewhere, ulong Weight, double Load, string Id)[edges.Count];
        var ranked = new EdgeLocation[edges.Count];
        for (var i = 0; i < ranked.Length; i++)
        {
            var edge = edges[i];
            var elsewhere = !string.Equals(edge.Region, region, StringComparison.OrdinalIgnoreCase) && edge.Region.Length > 0;
            order[i] = (edge.Load >= Busy, elsewhere, ~Weight(assetId, edge.IdHash), edge.Load, edge.Location.EdgeId);
            ranked[i] = edge.Location;
        }

        Array.Sort(order, ranked);
        return ranked;
    }

    internal static ulong Weight(Guid assetId, ulong edgeHash)
    {
        Span<byte> bytes = stackalloc byte[16];
        assetId.TryWriteBytes(bytes);
        return Mix(Mix(edgeHash ^ BitConverter.ToUInt64(bytes)) ^ BitConverter.ToUInt64(bytes[8..]));
    }

    /// <summary>The finaliser of SplitMix64: each input bit moves each output bit with probability one half.</summary>
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }
}
