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

    internal static Edge Named(string edgeId) => new() { EdgeId = edgeId };

    /// <summary>True when it was not up before.</summary>
    internal bool Beat(Heartbeat heartbeat, DateTimeOffset now)
    {
        var wasUp = IsUp;
        (IsUp, LastSeen) = (true, now);
        (BaseUrl, Region, Load) = (heartbeat.BaseUrl.TrimEnd('/'), heartbeat.Region, heartbeat.Load);
        (Hits, Misses, OriginFetches) = (heartbeat.Hits, heartbeat.Misses, heartbeat.OriginFetches);
        (SentBytes, CachedBytes, CapacityBytes, Sending) =
            (heartbeat.SentBytes, heartbeat.CachedBytes, heartbeat.CapacityBytes, heartbeat.Sending);
        return !wasUp;
    }

    /// <summary>True when it was up before.</summary>
    internal bool GoDown()
    {
        var wasUp = IsUp;
        IsUp = false;
        return wasUp;
    }

    internal void Drain() => IsDraining = true;

    internal void Undrain() => IsDraining = false;
}

/// <summary>What an edge tells of itself every two seconds; counts are since it started.</summary>
/// <param name="RefusedSince">Up to when it knows which sessions to refuse; null at its start.</param>
internal sealed record Heartbeat(
    string BaseUrl, string Region, double Load, long Hits, long Misses, long OriginFetches, long SentBytes,
    long CachedBytes, long CapacityBytes, int Sending, DateTimeOffset? RefusedSince = null);
