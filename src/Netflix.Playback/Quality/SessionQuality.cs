using Npgsql;
using NpgsqlTypes;

namespace Netflix.Playback.Quality;

/// <summary>Keeps of each session how well it played: one row, overwritten as its player counts on.</summary>
internal sealed class SessionQuality(NpgsqlDataSource source)
{
    /// <summary>The greatest total known counts, whichever order calls come in; of the rung and the edge, what was said last.</summary>
    internal async Task TakeAsync(PlaybackSession session, PlayedTotals totals, DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            insert into playback.session_quality as known
                (session_id, content_id, video_id, region, device_type, started_at, updated_at,
                 edge, height, bitrate, startup_ms, played_ms, stalled_ms, stalls, switches, errors)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, 0), coalesce($13, 0), coalesce($14, 0), coalesce($15, 0), coalesce($16, 0))
            on conflict (session_id) do update set
                updated_at = excluded.updated_at, edge = coalesce(excluded.edge, known.edge),
                height = coalesce(excluded.height, known.height), bitrate = coalesce(excluded.bitrate, known.bitrate),
                startup_ms = greatest(excluded.startup_ms, known.startup_ms), played_ms = greatest(excluded.played_ms, known.played_ms),
                stalled_ms = greatest(excluded.stalled_ms, known.stalled_ms), stalls = greatest(excluded.stalls, known.stalls),
                switches = greatest(excluded.switches, known.switches), errors = greatest(excluded.errors, known.errors)
            """);
        foreach (var id in new[] { session.SessionId, session.ContentId, session.VideoId })
        {
            command.Parameters.Add(new() { Value = id });
        }

        command.Parameters.Add(new() { Value = session.Country });
        command.Parameters.Add(new() { Value = session.DeviceType });
        command.Parameters.Add(new() { Value = session.StartedAt });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = (object?)totals.Edge ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        foreach (var number in new[]
        {
            totals.Height, totals.Bitrate, totals.StartupMs, totals.PlayedMs, totals.StalledMs, totals.Stalls, totals.Switches, totals.Errors,
        })
        {
            command.Parameters.Add(new() { Value = (object?)number ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        }

        await command.ExecuteNonQueryAsync(cancel);
    }
}
