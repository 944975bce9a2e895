using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Netflix.Delivery.Serving;

namespace Netflix.Delivery.Cache;

/// <summary>
/// Segments in memory over the disk over the origin. Whoever asks first for a cold one starts its fetch, the others wait for the same;
/// the fetch belongs to none of them, so the first one leaving does not end it. That an object is missing is not
/// remembered: one published a moment later is there at once.
/// </summary>
internal sealed class SegmentCache
{
    private readonly Origin origin;
    private readonly DiskCache disk;
    private readonly EdgeCounters counters;
    private readonly bool fetchesAhead;
    private readonly S3Fifo<Segment> segments;
    private readonly Dictionary<string, Task<Fetched>> fetches = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public SegmentCache(Origin origin, DiskCache disk, IOptions<EdgeOptions> options, CachedAssets assets, EdgeCounters counters)
    {
        (this.origin, this.disk, this.counters, fetchesAhead) = (origin, disk, counters, options.Value.FetchAhead);
        segments = new(options.Value.MemoryBytes, evicted => evicted.Dispose(), assets);
        counters.Observe(this);
    }

    internal long Bytes => segments.Bytes;

    internal int Count => segments.Count;

    internal bool TryGet(ReadOnlySpan<char> key, [NotNullWhen(true)] out Segment? segment) => segments.TryGet(key, out segment);

    /// <summary>The fetch of a key that <see cref="TryGet"/> did not have. Never throws; wait with the client's own token.</summary>
    internal Task<Fetched> FetchAsync(string key) => FetchAsync(key, ahead: false);

    /// <summary>Fetches the segment after this one while its player still has this to show; not when others wait for the origin.</summary>
    internal void FetchAhead(ReadOnlySpan<char> key)
    {
        if (fetchesAhead && MediaPath.NextSegment(key) is { } next && !segments.TryGet(next, out _) && origin.IsQuiet)
        {
            _ = FetchAsync(next, ahead: true);
        }
    }

    /// <summary>Whether it can be served without the origin.</summary>
    internal bool Holds(string key) => disk.Capacity > 0 ? disk.Holds(key) : segments.Contains(key);

    /// <summary>
    /// Fetches what viewers are expected to ask for: onto the disk, and not through memory, which holds what they do ask for;
    /// into memory, past probation, where there is no disk. False when it did not come.
    /// </summary>
    internal async Task<bool> PrefillAsync(string key)
    {
        var fetched = await origin.FetchAsync(key);
        if (fetched.Segment is not { } segment)
        {
            return false;
        }

        counters.CountPrefillFetch();
        if (disk.Capacity > 0)
        {
            await disk.WriteAsync(key, segment, prefilled: true);
            segment.Dispose();
            return disk.Holds(key);
        }

        lock (gate)
        {
            segment.IsPrefilled = true;
            if (segments.Add(key, segment, segment.Length + Segment.Overhead, wanted: true))
            {
                return true;
            }
        }

        segment.Dispose(); // a viewer was quicker
        return segments.Contains(key);
    }

    private Task<Fetched> FetchAsync(string key, bool ahead)
    {
        lock (gate)
        {
            if (fetches.TryGetValue(key, out var running))
            {
                return running;
            }

            if (segments.TryGet(key, out var segment))
            {
                return Task.FromResult(new Fetched(FetchOutcome.Found, segment)); // came in since
            }

            // On the pool: with inline completions the caller is the thread that polls all sockets.
            var fetch = Task.Run(() => FillAsync(key, ahead));
            fetches.Add(key, fetch);
            return fetch;
        }
    }

    /// <summary>Forgets what is held of an asset; responses being sent finish.</summary>
    internal void Forget(Guid assetId)
    {
        disk.Forget(assetId);
        segments.RemovePrefix($"{assetId:N}/");
    }

    private async Task<Fetched> FillAsync(string key, bool ahead)
    {
        var kept = await disk.ReadAsync(key);
        var fetched = kept is null ? await origin.FetchAsync(key) : new(FetchOutcome.Found, kept);
        lock (gate)
        {
            if (fetched.Segment is { } segment)
            {
                segment.IsAhead = ahead;
                // One larger than the whole cache is served to those waiting, then closed by its finalizer.
                segments.Add(key, segment, segment.Length + Segment.Overhead);
            }

            fetches.Remove(key);
        }

        if (kept is null && fetched.Segment is { } made)
        {
            _ = disk.WriteAsync(key, made);
        }

        return fetched;
    }
}
