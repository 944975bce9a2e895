using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Netflix.Delivery.Cache;

/// <summary>
/// Segments in memory over the origin. Whoever asks first for a cold one starts its fetch, the others wait for the same;
/// the fetch belongs to none of them, so the first one leaving does not end it. That an object is missing is not
/// remembered: one published a moment later is there at once.
/// </summary>
internal sealed class SegmentCache
{
    private readonly Origin origin;
    private readonly S3Fifo<Segment> segments;
    private readonly Dictionary<string, Task<Fetched>> fetches = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public SegmentCache(Origin origin, IOptions<EdgeOptions> options, EdgeCounters counters)
    {
        this.origin = origin;
        segments = new(options.Value.MemoryBytes, evicted => evicted.Dispose());
        counters.Observe(this);
    }

    internal long Bytes => segments.Bytes;

    internal int Count => segments.Count;

    internal bool TryGet(ReadOnlySpan<char> key, [NotNullWhen(true)] out Segment? segment) => segments.TryGet(key, out segment);

    /// <summary>The fetch of a key that <see cref="TryGet"/> did not have. Never throws; wait with the client's own token.</summary>
    internal Task<Fetched> FetchAsync(string key)
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
            var fetch = Task.Run(() => FillAsync(key));
            fetches.Add(key, fetch);
            return fetch;
        }
    }

    /// <summary>Forgets what is held of an asset; responses being sent finish.</summary>
    internal int Forget(Guid assetId) => segments.RemovePrefix($"{assetId:N}/");

    private async Task<Fetched> FillAsync(string key)
    {
        var fetched = await origin.FetchAsync(key);
        lock (gate)
        {
            if (fetched.Segment is { } segment)
            {
                // One larger than the whole cache is served to those waiting, then closed by its finalizer.
                segments.Add(key, segment, segment.Length + Segment.Overhead);
            }

            fetches.Remove(key);
        }

        return fetched;
    }
}
