using Npgsql;

namespace Netflix.Playback.Progress;

/// <summary>Positions in PostgreSQL, written in batches.</summary>
internal sealed class StoredPositions(NpgsqlDataSource source)
{
    /// <summary>Stores those that are after what is there; returns how many. Repeats change nothing.</summary>
    internal async Task<int> UpsertAsync(IReadOnlyList<Watched> batch, CancellationToken cancel)
    {
        if (batch.Count == 0)
        {
            return 0;
        }

        // Sorted, so that two replicas lock the rows in the same order.
        var rows = batch.OrderBy(row => row.ProfileId).ThenBy(row => row.VideoId).ToArray();
        await using var command = source.CreateCommand("""
            insert into playback.watch_records as stored
                (profile_id, video_id, content_id, session_id, sequence, position_seconds, duration_seconds, watched_at, completed)
            select profile, video, content, session, sequence, position, duration, at, completed
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::float8[], $7::float8[], $8::timestamptz[], $9::bool[])
                as rows (profile, video, content, session, sequence, position, duration, at, completed)
            on conflict (profile_id, video_id) do update set
                session_id = excluded.session_id, sequence = excluded.sequence, position_seconds = excluded.position_seconds,
                duration_seconds = excluded.duration_seconds, watched_at = excluded.watched_at, completed = stored.completed or excluded.completed
            where (excluded.session_id, excluded.sequence) > (stored.session_id, stored.sequence)
            """);
        Add(Array.ConvertAll(rows, row => row.ProfileId));
        Add(Array.ConvertAll(rows, row => row.VideoId));
        Add(Array.ConvertAll(rows, row => row.ContentId));
        Add(Array.ConvertAll(rows, row => row.SessionId));
        Add(Array.ConvertAll(rows, row => row.Sequence));
        Add(Array.ConvertAll(rows, row => row.PositionSeconds));
        Add(Array.ConvertAll(rows, row => row.DurationSeconds));
        Add(Array.ConvertAll(rows, row => row.At));
        Add(Array.ConvertAll(rows, row => row.IsCompleted));
        return await command.ExecuteNonQueryAsync(cancel);

        void Add<T>(T[] values) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
    }

    /// <summary>What is stored; default (no session) when nothing is.</summary>
    internal async Task<Watched> FindAsync(Guid profileId, Guid videoId, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select content_id, session_id, sequence, position_seconds, duration_seconds, watched_at, completed
            from playback.watch_records where profile_id = $1 and video_id = $2
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = profileId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = videoId });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(profileId, videoId, reader.GetGuid(0), reader.GetGuid(1), reader.GetInt64(2), reader.GetDouble(3), reader.GetDouble(4),
                reader.GetFieldValue<DateTimeOffset>(5)) { WasCompleted = reader.GetBoolean(6) }
            : default;
    }
}
