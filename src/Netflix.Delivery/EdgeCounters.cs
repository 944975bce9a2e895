using System.Diagnostics.Metrics;
using Netflix.Delivery.Cache;

namespace Netflix.Delivery;

/// <summary>
/// What an edge did since it started: plain counters that a hit adds to, read by the meter <c>Netflix.Delivery</c> and by
/// heartbeats. Observable instruments, because a listener on a plain one would be called at each request.
/// </summary>
internal sealed class EdgeCounters : IDisposable
{
    internal const string MeterName = "Netflix.Delivery";

    private readonly Meter meter;
    private long hits;
    private long misses;
    private long bytes;
    private long originFetches;
    private long diskHits;
    private long prefillFetches;
    private long cmcdDropped;
    private long prefillSaved;
    private int sending;

    public EdgeCounters(IMeterFactory meters)
    {
        meter = meters.Create(MeterName);
        meter.CreateObservableCounter("netflix.edge.hits", () => Hits, description: "Requests answered from memory");
        meter.CreateObservableCounter("netflix.edge.misses", () => Misses, description: "Requests that waited for the origin");
        meter.CreateObservableCounter("netflix.edge.sent", () => Bytes, "By", "Body bytes handed to clients");
        meter.CreateObservableCounter("netflix.edge.disk_hits", () => DiskHits, description: "Misses that this machine's disk answered");
        meter.CreateObservableCounter("netflix.edge.origin_fetches", () => OriginFetches, description: "Objects asked of the origin");
        meter.CreateObservableCounter("netflix.edge.prefilled", () => PrefillFetches, description: "Objects fetched before anybody asked");
        meter.CreateObservableCounter("netflix.edge.prefill_saved", () => PrefillSaved, description: "Objects that a viewer found because of it");
        meter.CreateObservableCounter("netflix.edge.cmcd_dropped", () => CmcdDropped, description: "Players' reports that were too many or too long");
        meter.CreateObservableUpDownCounter("netflix.edge.sending", () => Sending, description: "Responses being sent");
    }

    internal long Hits => Volatile.Read(ref hits);
    internal long Misses => Volatile.Read(ref misses);
    internal long Bytes => Volatile.Read(ref bytes);
    internal long OriginFetches => Volatile.Read(ref originFetches);
    internal long DiskHits => Volatile.Read(ref diskHits);
    internal long PrefillFetches => Volatile.Read(ref prefillFetches);
    internal long PrefillSaved => Volatile.Read(ref prefillSaved);
    internal long CmcdDropped => Volatile.Read(ref cmcdDropped);
    internal int Sending => Volatile.Read(ref sending);

    internal void Observe(SegmentCache cache) =>
        meter.CreateObservableUpDownCounter("netflix.edge.cached", () => cache.Bytes, "By", "Segments in memory");

    internal void Observe(DiskCache disk) =>
        meter.CreateObservableUpDownCounter("netflix.edge.on_disk", () => disk.Bytes, "By", "Segments on the disk");

    internal void CountDiskHit() => Interlocked.Increment(ref diskHits);

    internal void CountPrefillFetch() => Interlocked.Increment(ref prefillFetches);

    internal void CountPrefillSaved() => Interlocked.Increment(ref prefillSaved);

    internal void CountCmcdDropped(int reports) => Interlocked.Add(ref cmcdDropped, reports);

    internal void CountHit() => Interlocked.Increment(ref hits);

    internal void CountMiss() => Interlocked.Increment(ref misses);

    internal void CountOriginFetch() => Interlocked.Increment(ref originFetches);

    internal void CountStart() => Interlocked.Increment(ref sending);

    internal void CountEnd(long sent)
    {
        Interlocked.Decrement(ref sending);
        Interlocked.Add(ref bytes, sent);
    }

    public void Dispose() => meter.Dispose();
}
