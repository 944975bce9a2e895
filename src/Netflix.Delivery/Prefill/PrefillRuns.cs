using System.Text.Json;
using Netflix.Delivery.Registry;
using Npgsql;
using NpgsqlTypes;

namespace Netflix.Delivery.Prefill;

/// <summary>What edges were told to fetch and how it went, a row an edge and run. The truth is here: edges and web processes come and go.</summary>
internal sealed class PrefillRuns(NpgsqlDataSource source, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    /// <param name="Requests">Of viewers since it ended, so <paramref name="OriginFetches"/> for them, and the <paramref name="Saved"/> ones that it had fetched before.</param>
    internal sealed record Run(
        Guid RunId, string EdgeId, string Region, bool ByOperator, DateTimeOffset StartedAt, DateTimeOffset Until, int MaxMbps, long CapacityBytes, long PlannedBytes,
        int Titles, PrefillState State, long FetchedBytes, long PresentBytes, int Files, int FailedFiles, DateTimeOffset? EndedAt,
        long Requests, long OriginFetches, long Saved);

    /// <returns>Null when one of the edges is being filled already.</returns>
    internal async Task<Guid?> StartAsync(IReadOnlyList<PlannedEdge> plan, int maxMbps, DateTimeOffset until, bool byOperator, CancellationToken cancel)
    {
        var (runId, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow());
        await using var batch = source.CreateBatch(); // one transaction
        foreach (var edge in plan)
        {
            batch.BatchCommands.Add(Command("""
                insert into delivery.prefills (run_id, edge_id, region, by_operator, started_at, until, max_mbps, capacity_bytes, planned_bytes, assets, state)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'Waiting')
                """, runId, edge.EdgeId, edge.Region, byOperator, now, until, maxMbps, edge.CapacityBytes, edge.PlannedBytes, Jsonb(edge.Assets)));
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
            return runId;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }

    /// <summary>Takes how far the edge is, and answers what it should be doing; null for nothing.</summary>
    internal async Task<PrefillOrder?> OrderAsync(string edgeId, PrefillProgress? progress, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var batch = source.CreateBatch();
        if (progress is not null)
        {
            batch.BatchCommands.Add(Command("""
                update delivery.prefills set state = case when $3 then 'Done' else 'Running' end, ended_at = case when $3 then $4 end,
                    fetched_bytes = $5, present_bytes = $6, files = $7, failed_files = $8
                where edge_id = $1 and run_id = $2 and ended_at is null and until > $4
                """, edgeId, progress.RunId, progress.IsDone, now, progress.FetchedBytes, progress.PresentBytes, progress.Files, progress.FailedFiles));
        }

        batch.BatchCommands.Add(Command("""
            select run_id, max_mbps, until, case when run_id <> $3 then assets end from delivery.prefills
            where edge_id = $1 and ended_at is null and until > $2
            """, edgeId, now, progress?.RunId ?? Guid.Empty));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(reader.GetGuid(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2), reader.IsDBNull(3) ? null
                : [.. JsonSerializer.Deserialize<PlannedAsset[]>(reader.GetString(3), Json)!.Select(asset => new OrderedAsset(asset.AssetId, asset.Bytes))])
            : null;
    }

    /// <summary>Adds what viewers asked of an edge since its last heartbeat to the run that filled it last: what that run was good for.</summary>
    internal async Task CountAsync(string edgeId, Traffic since, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            update delivery.prefills set requests = requests + $2, origin_fetches = origin_fetches + $3, saved = saved + $4
            where edge_id = $1 and ended_at is not null and run_id = (select run_id from delivery.prefills where edge_id = $1 order by run_id desc limit 1)
            """);
        Add(command.Parameters, edgeId, since.Requests, since.OriginFetches, since.Saved);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The newest runs, with all of their edges.</summary>
    internal async Task<IReadOnlyList<Run>> NewestAsync(int most, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select run_id, edge_id, region, by_operator, started_at, until, max_mbps, capacity_bytes, planned_bytes, jsonb_array_length(assets), state,
                fetched_bytes, present_bytes, files, failed_files, ended_at, requests, origin_fetches, saved
            from delivery.prefills where run_id in (select distinct run_id from delivery.prefills order by run_id desc limit $1)
            order by run_id desc, edge_id
            """);
        Add(command.Parameters, most);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var runs = new List<Run>();
        while (await reader.ReadAsync(cancel))
        {
            runs.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5),
                reader.GetInt32(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt32(9),
                Enum.Parse<PrefillState>(reader.GetString(10)), reader.GetInt64(11), reader.GetInt64(12), reader.GetInt32(13), reader.GetInt32(14),
                reader.IsDBNull(15) ? null : reader.GetFieldValue<DateTimeOffset>(15), reader.GetInt64(16), reader.GetInt64(17), reader.GetInt64(18)));
        }

        return runs;
    }

    /// <summary>Whether the edge was told to fill itself since then.</summary>
    internal async Task<bool> HasRunSinceAsync(string edgeId, DateTimeOffset since, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select exists (select from delivery.prefills where edge_id = $1 and (started_at >= $2 or ended_at is null))");
        Add(command.Parameters, edgeId, since);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <returns>How many edges were told to stop.</returns>
    internal Task<int> StopAsync(CancellationToken cancel) => EndAsync(PrefillState.Stopped, "true", cancel);

    /// <summary>Ends those whose time is over, also of edges that never came back, and forgets the old.</summary>
    internal async Task SweepAsync(CancellationToken cancel)
    {
        await EndAsync(PrefillState.Expired, "until <= $2", cancel);
        await using var command = source.CreateCommand("delete from delivery.prefills where started_at < $1");
        Add(command.Parameters, clock.GetUtcNow() - KeptFor);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<int> EndAsync(PrefillState state, string which, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"update delivery.prefills set state = $1, ended_at = $2 where ended_at is null and {which}");
        Add(command.Parameters, state.ToString(), clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, values);
        return command;
    }

    private static void Add(NpgsqlParameterCollection parameters, params object[] values)
    {
        foreach (var value in values)
        {
            parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }
    }

    private static NpgsqlParameter Jsonb(IReadOnlyList<PlannedAsset> assets) =>
        new() { Value = JsonSerializer.Serialize(assets, Json), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
