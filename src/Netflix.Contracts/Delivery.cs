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
    /// <summary>Healthy edges, the best for this asset first; empty when none is up.</summary>
    ValueTask<IReadOnlyList<EdgeLocation>> RankAsync(Guid assetId, string region, CancellationToken cancel);

    /// <summary>The path token of a grant, for <c>/media/{token}/{assetId}/...</c> on every edge.</summary>
    string IssueToken(PathGrant grant);

    /// <summary>What a path token was issued for, also when it has expired; null for one that is not ours.</summary>
    PathGrant? ReadToken(string token);

    /// <summary>Makes every edge refuse these sessions' path tokens, within some seconds.</summary>
    Task RefuseAsync(IReadOnlyCollection<EndedSession> sessions, CancellationToken cancel);
}

public sealed record EdgeUp(string EdgeId, DateTimeOffset At);

public sealed record EdgeDown(string EdgeId, DateTimeOffset At);
