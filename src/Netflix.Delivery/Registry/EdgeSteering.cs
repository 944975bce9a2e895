using Microsoft.Extensions.Logging;
using Netflix.Contracts;
using Netflix.Delivery.Tokens;
using Npgsql;

namespace Netflix.Delivery.Registry;

/// <summary>
/// Ranks the healthy edges from a list that is at most a second old: one small query a second and process, however many
/// sessions start. While the database is down the last known list serves; when no heartbeat is fresh, the edges seen within
/// the last minute do: a web that was busy or restarted hears nobody, and sends nobody away for it.
/// </summary>
internal sealed class EdgeSteering(NpgsqlDataSource database, PathTokens tokens, TimeProvider clock, ILogger<EdgeSteering> logger)
    : IEdgeSteering, IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim refreshing = new(1);
    private Snapshot snapshot = new([], DateTimeOffset.MinValue);

    public async ValueTask<IReadOnlyList<EdgeLocation>> RankAsync(Guid assetId, string region, Guid sessionId, CancellationToken cancel) =>
        EdgeRanking.Rank(await EdgesAsync(cancel), assetId, region, sessionId);

    /// <summary>Those that players are sent to.</summary>
    internal async ValueTask<RankedEdge[]> EdgesAsync(CancellationToken cancel)
    {
        var current = Volatile.Read(ref snapshot);
        if (clock.GetUtcNow() - current.At >= FreshFor)
        {
            current = await RefreshAsync(current, cancel);
        }

        return current.Edges;
    }

    public string IssueToken(PathGrant grant) => tokens.Issue(grant);

    public PathGrant? ReadToken(string token) => tokens.TryRead(token, out var permit)
        ? new(permit.AssetId, permit.SessionId, permit.MaxRung, DateTimeOffset.FromUnixTimeSeconds(permit.ExpiresAtUnixSeconds))
        : null;

    public async Task RefuseAsync(IReadOnlyCollection<EndedSession> sessions, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            insert into {DeliveryDbContext.Schema}.refused_sessions (session_id, until, added_at)
            select id, until, $3 from unnest($1::uuid[], $2::timestamptz[]) as ended (id, until)
            on conflict (session_id) do nothing
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = sessions.Select(session => session.SessionId).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = sessions.Select(session => session.Until.ToUniversalTime()).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public void Dispose() => refreshing.Dispose();

    private async Task<Snapshot> RefreshAsync(Snapshot stale, CancellationToken cancel)
    {
        // One asks the database; the others take the list as it was, and wait only when there is none yet.
        if (!await refreshing.WaitAsync(stale.At == DateTimeOffset.MinValue ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancel))
        {
            return stale;
        }

        try
        {
            var now = clock.GetUtcNow();
            if (now - snapshot.At < FreshFor)
            {
                return snapshot;
            }

            try
            {
                Volatile.Write(ref snapshot, new(await LoadAsync(now, snapshot.Known, cancel), now));
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("Edges cannot be read, steering by the last list: {Error}", exception.Message);
                Volatile.Write(ref snapshot, snapshot with { At = now });
            }

            return snapshot;
        }
        finally
        {
            refreshing.Release();
        }
    }

    /// <param name="known">Their filters are read again only where they have changed.</param>
    private async Task<Known[]> LoadAsync(DateTimeOffset now, Known[] known, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"""
            select edge_id, base_url, region, load, assets_version, case when known.version is distinct from assets_version then assets_filter end, is_up and last_seen > $1
            from {DeliveryDbContext.Schema}.edges left join unnest($2::text[], $3::bigint[]) as known (id, version) on known.id = edge_id
            where not has_left and not is_draining and last_seen > $4
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = now - Edge.HealthyFor });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(known, one => one.Edge.Location.EdgeId) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(known, one => one.Version) });
        command.Parameters.Add(new NpgsqlParameter { Value = now - RememberedFor });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var edges = new List<Known>();
        while (await reader.ReadAsync(cancel))
        {
            var (id, version) = (reader.GetString(0), reader.GetInt64(4));
            var filter = reader.IsDBNull(5)
                ? Array.Find(known, one => one.Edge.Location.EdgeId == id && one.Version == version)?.Edge.Assets ?? default
                : new AssetFilter(reader.GetFieldValue<byte[]>(5));
            edges.Add(new(new(new(id, reader.GetString(1)), reader.GetString(2), reader.GetDouble(3), filter), version, reader.GetBoolean(6)));
        }

        return [.. edges];
    }

    private sealed record Known(RankedEdge Edge, long Version, bool IsFresh);

    private sealed record Snapshot(Known[] Known, DateTimeOffset At)
    {
        internal RankedEdge[] Edges { get; } = Array.ConvertAll(Array.FindAll(Known, one => one.IsFresh) is { Length: > 0 } fresh ? fresh : Known, one => one.Edge);
    }
}
