namespace Netflix.Contracts;

/// <summary>An edge that players can reach.</summary>
/// <param name="BaseUrl">Scheme, host and port as players use them, without a final slash.</param>
public sealed record EdgeLocation(string EdgeId, string BaseUrl);

/// <summary>What a path token lets its bearer fetch: one asset, up to one rung, until it expires.</summary>
public sealed record PathGrant(Guid AssetId, Guid SessionId, int MaxRung, DateTimeOffset ExpiresAt);

/// <summary>A session that was ended from outside; its path token would live on until then.</summary>
public sealed record EndedSession(Guid SessionId, DateTimeOffset Until);

public interface IEdgeSteering
{
    /// <summary>Healthy edges, the best for this session of an asset first; empty when none is up.</summary>
    /// <param name="sessionId">The same session is sent to the same edge as long as little changes; empty: for nobody yet.</param>
    ValueTask<IReadOnlyList<EdgeLocation>> RankAsync(Guid assetId, string region, Guid sessionId, CancellationToken cancel);

    /// <summary>The path token of a grant, for <c>/media/{token}/{assetId}/...</c> on every edge.</summary>
    string IssueToken(PathGrant grant);

    /// <summary>What a path token was issued for, also when it has expired; null for one that is not ours.</summary>
    PathGrant? ReadToken(string token);

    /// <summary>Makes every edge refuse these sessions' path tokens, within some seconds.</summary>
    Task RefuseAsync(IReadOnlyCollection<EndedSession> sessions, CancellationToken cancel);
}

public sealed record EdgeUp(string EdgeId, DateTimeOffset At);

public sealed record EdgeDown(string EdgeId, DateTimeOffset At);

/// <summary>How often a video was started in a region.</summary>
/// <param name="Week">In the last seven days.</param>
/// <param name="Before">In the three weeks before them.</param>
public sealed record RegionStarts(string Region, long Week, long Before);

/// <summary>A packaged video and what viewers made of it: what is worth fetching before it is asked for.</summary>
/// <param name="Bytes">Of all its renditions, about.</param>
/// <param name="Starts">Of the last 28 days; regions without any are left out.</param>
public sealed record AssetDemand(Guid AssetId, Guid VideoId, Guid ContentId, long Bytes, double DurationSeconds, IReadOnlyList<RegionStarts> Starts);

public interface IAssetDemand
{
    /// <summary>The most started videos and, after them, the newest ones. Reads four weeks of sessions: for once a night, not for a page.</summary>
    Task<IReadOnlyList<AssetDemand>> GetAsync(int most, CancellationToken cancel);
}

/// <summary>From when on viewers of a region may play a title; <c>*</c> is everywhere.</summary>
public sealed record TitleRelease(Guid ContentId, string Region, DateTimeOffset From);

public interface ITitleReleases
{
    /// <summary>Past and coming ones; titles that nobody shall see yet, and windows that have closed, are left out.</summary>
    Task<IReadOnlyList<TitleRelease>> GetAsync(IReadOnlyCollection<Guid> contentIds, CancellationToken cancel);
}

/// <summary>What a player told with its request of a segment, by CTA-5004 (Common Media Client Data).</summary>
/// <param name="SessionId">Of the path's token: nobody can claim another's.</param>
/// <param name="File">Under the asset, such as <c>v720/12.m4s</c>.</param>
/// <param name="Cmcd">As it came: <c>bl=21300,br=3200,ot=v,sid="..."</c>.</param>
public sealed record SegmentReport(Guid SessionId, string EdgeId, string File, DateTimeOffset At, string Cmcd);

public interface ISegmentReports
{
    /// <summary>Keeps them beside the session's player events.</summary>
    Task TakeAsync(IReadOnlyList<SegmentReport> reports, CancellationToken cancel);
}
