using Netflix.Delivery.Prefill;

namespace Netflix.Delivery.Registry;

/// <summary>One edge as the registry knows it: up while its heartbeats come, drained when an operator says so.</summary>
internal sealed class Edge
{
    /// <summary>Two heartbeats may be lost, the third is missed.</summary>
    internal static readonly TimeSpan HealthyFor = TimeSpan.FromSeconds(6);

    private Edge() { }

    public string EdgeId { get; private init; } = "";
    public string BaseUrl { get; private set; } = "";
    public string Region { get; private set; } = "";
    public bool IsUp { get; private set; }
    public bool IsDraining { get; private set; }

    /// <summary>It has said good-bye, unlike one that has only fallen silent.</summary>
    public bool HasLeft { get; private set; }

    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>Share of its line in use, 0 to 1 and above.</summary>
    public double Load { get; private set; }

    public long Hits { get; private set; }
    public long Misses { get; private set; }
    public long OriginFetches { get; private set; }
    public long SentBytes { get; private set; }
    public long CachedBytes { get; private set; }
    public long CapacityBytes { get; private set; }
    public int Sending { get; private set; }
    public long DiskBytes { get; private set; }
    public long DiskCapacityBytes { get; private set; }

    /// <summary>How many assets it holds; which ones is a filter beside, see <see cref="AssetFilter"/>.</summary>
    public int Assets { get; private set; }

    /// <summary>Of the filter that is stored, so that the edge sends it only when it has changed.</summary>
    public long AssetsVersion { get; private set; }

    /// <summary>Of the origin fetches, those that no viewer had asked for yet.</summary>
    public long PrefillFetches { get; private set; }

    /// <summary>Files that a viewer found because they were fetched before.</summary>
    public long PrefillSaved { get; private set; }

    /// <summary>What viewers asked for since it started.</summary>
    internal Traffic Traffic => new(Hits + Misses, OriginFetches - PrefillFetches, PrefillSaved);

    internal static Edge Named(string edgeId) => new() { EdgeId = edgeId };

    /// <summary>True when it was not up before.</summary>
    internal bool Beat(Heartbeat heartbeat, DateTimeOffset now)
    {
        var wasUp = IsUp;
        (IsUp, HasLeft, LastSeen) = (true, false, now);
        (BaseUrl, Region, Load) = (heartbeat.BaseUrl.TrimEnd('/'), heartbeat.Region, heartbeat.Load);
        (Hits, Misses, OriginFetches) = (heartbeat.Hits, heartbeat.Misses, heartbeat.OriginFetches);
        (SentBytes, CachedBytes, CapacityBytes, Sending) =
            (heartbeat.SentBytes, heartbeat.CachedBytes, heartbeat.CapacityBytes, heartbeat.Sending);
        (DiskBytes, DiskCapacityBytes) = (heartbeat.DiskBytes, heartbeat.DiskCapacityBytes);
        (PrefillFetches, PrefillSaved) = (heartbeat.PrefillFetches, heartbeat.PrefillSaved);
        if (heartbeat.Content is { } content)
        {
            (Assets, AssetsVersion) = (content.Assets, content.Version);
        }

        return !wasUp;
    }

    /// <summary>True when it was up before.</summary>
    internal bool GoDown()
    {
        var wasUp = IsUp;
        IsUp = false;
        return wasUp;
    }

    /// <inheritdoc cref="GoDown"/>
    internal bool Leave()
    {
        HasLeft = true;
        return GoDown();
    }

    internal void Drain() => IsDraining = true;

    internal void Undrain() => IsDraining = false;
}

/// <summary>What an edge tells of itself every two seconds; counts are since it started.</summary>
/// <param name="RefusedSince">Up to when it knows which sessions to refuse; null at its start.</param>
/// <param name="Content">Null while the web knows it.</param>
internal sealed record Heartbeat(
    string BaseUrl, string Region, double Load, long Hits, long Misses, long OriginFetches, long SentBytes,
    long CachedBytes, long CapacityBytes, int Sending, DateTimeOffset? RefusedSince = null,
    long DiskBytes = 0, long DiskCapacityBytes = 0, CacheContent? Content = null,
    long PrefillFetches = 0, long PrefillSaved = 0, PrefillProgress? Prefill = null);

/// <summary>Requests of viewers, what the origin gave for them, and what it need not give because it was fetched before.</summary>
internal readonly record struct Traffic(long Requests, long OriginFetches, long Saved)
{
    /// <summary>Counts begin again when an edge does.</summary>
    internal Traffic Since(Traffic before) =>
        Requests < before.Requests || Saved < before.Saved ? this
        : new(Requests - before.Requests, Math.Max(0, OriginFetches - before.OriginFetches), Saved - before.Saved);
}

/// <summary>What an edge holds.</summary>
/// <param name="Filter">The bits of an <see cref="AssetFilter"/>.</param>
internal sealed record CacheContent(long Version, int Assets, byte[] Filter);
