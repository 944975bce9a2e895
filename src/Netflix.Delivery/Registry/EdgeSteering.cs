using Microsoft.Extensions.Logging;
using Netflix.Contracts;
using Netflix.Delivery.Tokens;
using Npgsql;

namespace Netflix.Delivery.Registry;

/// <summary>
/// Ranks the healthy edges from a list that is at most a second old: one small query a second and process, however many
/// sessions start. While the database is down the last known list serves.
/// </summary>
internal sealed class EdgeSteering(NpgsqlDataSource database, PathTokens tokens, TimeProvider clock, ILogger<EdgeSteering> logger)
    : IEdgeSteering, IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim refreshing = new(1);
    private Snapshot snapshot = new([], DateTimeOffset.MinValue);

    public async ValueTask<IReadOnlyList<EdgeLocation>> RankAsync(Guid assetId, string region, CancellationToken cancel)
    {
        var current = Volatile.Read(ref snapshot);
        if (clock.GetUtcNow() - current.At >= FreshFor)
        {
            current = await RefreshAsync(current, cancel);
        }

        return EdgeRanking.Rank(current.Edges, assetId, region);
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
                Volatile.Write(ref snapshot, new(await LoadAsync(now, cancel), now));
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

    private async Task<RankedEdge[]> LoadAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select edge_id, base_url, region, load from {DeliveryDbContext.Schema}.edges where is_up and not is_draining and last_seen > $1");
        command.Parameters.Add(new NpgsqlParameter { Value = now - Edge.HealthyFor });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var edges = new List<RankedEdge>();
        while (await reader.ReadAsync(cancel))
        {
            edges.Add(new(new(reader.GetString(0), reader.GetString(1)), reader.GetString(2), reader.GetDouble(3)));
        }

        return [.. edges];
    }

    private sealed record Snapshot(RankedEdge[] Edges, DateTimeOffset At);
}
