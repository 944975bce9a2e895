using Npgsql;

namespace Netflix.Playback.Quality;

/// <summary>What was watched of all titles, or of one: starts, viewers and time, by day, region, device and title; and how many came to the end.</summary>
internal sealed class WatchReport(NpgsqlDataSource source)
{
    /// <summary>Of the way through a video, in how many parts those who left are counted.</summary>
    internal const int Parts = 10;

    private const int TimeoutSeconds = 60;

    /// <param name="Viewers">Profiles, each counted once.</param>
    internal sealed record Figures(long Starts, long Viewers, double WatchHours);

    /// <param name="VideoId">One of what the row stands for.</param>
    internal sealed record Row(string Key, Guid VideoId, Figures Figures);

    /// <param name="Begun">Profile and video, each pair once; so <paramref name="Completed"/>.</param>
    /// <param name="LeftAt">Where those are who have not completed it, by tenths of the video.</param>
    internal sealed record Answer(
        Figures All, long Begun, long Completed, IReadOnlyList<long> LeftAt,
        IReadOnlyList<Row> Days, IReadOnlyList<Row> Regions, IReadOnlyList<Row> Devices, IReadOnlyList<Row> Titles);

    /// <param name="contentId">Null for all titles; of one, its videos stand in place of titles.</param>
    internal async Task<Answer> ReadAsync(Guid? contentId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var which = contentId is null ? "" : "and content_id = $3";
        await using var batch = source.CreateBatch();
        batch.Timeout = TimeoutSeconds;

        // One pass over the span's sessions for all of it: bits of grouping() tell what a row stands for.
        Add($"""
            select grouping(day, country, device_type, key), to_char(day, 'YYYY-MM-DD'), country, device_type, key::text, min(video_id::text)::uuid,
                count(*), count(distinct profile_id), coalesce(sum(played_ms), 0)::float8 / 3600000
            from (
                select (s.started_at at time zone 'utc')::date as day, s.country, s.device_type, s.{(contentId is null ? "content_id" : "video_id")} as key,
                    s.video_id, s.profile_id, q.played_ms
                from playback.sessions s left join playback.session_quality q using (session_id)
                where s.session_id >= $1 and s.session_id < $2 and not s.is_trailer {which.Replace("content_id", "s.content_id", StringComparison.Ordinal)}) played
            group by grouping sets ((), (day), (country), (device_type), (key)) order by count(*) desc, 2, 3, 4, 5
            """);
        Add($"""
            select coalesce(width_bucket(position_seconds / nullif(duration_seconds, 0), 0, 1, {Parts}), 1), count(*), count(*) filter (where completed)
            from (select distinct profile_id, video_id from playback.sessions where session_id >= $1 and session_id < $2 and not is_trailer {which}) begun
            left join playback.watch_records using (profile_id, video_id) group by 1
            """);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var all = new Figures(0, 0, 0);
        List<Row> days = [], regions = [], devices = [], titles = [];
        while (await reader.ReadAsync(cancel))
        {
            var figures = new Figures(reader.GetInt64(6), reader.GetInt64(7), Math.Round(reader.GetDouble(8), 3));
            var (rows, column) = reader.GetInt32(0) switch { 7 => (days, 1), 11 => (regions, 2), 13 => (devices, 3), 14 => (titles, 4), _ => (null, 0) };
            if (rows is not null)
            {
                rows.Add(new(reader.GetString(column), reader.GetGuid(5), figures));
            }
            else
            {
                all = figures;
            }
        }

        await reader.NextResultAsync(cancel);
        var (begun, completed, left) = (0L, 0L, new long[Parts]);
        while (await reader.ReadAsync(cancel))
        {
            begun += reader.GetInt64(1);
            completed += reader.GetInt64(2);
            left[Math.Clamp(reader.GetInt32(0), 1, Parts) - 1] += reader.GetInt64(1) - reader.GetInt64(2);
        }

        days.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        return new(all, begun, completed, left, days, regions, devices, titles);

        void Add(string sql)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new() { Value = FirstIdAt(from) });
            command.Parameters.Add(new() { Value = FirstIdAt(to) });
            if (contentId is { } id)
            {
                command.Parameters.Add(new() { Value = id });
            }

            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>The least uuid v7 of a time.</summary>
    private static Guid FirstIdAt(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(time).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        return new(bytes, bigEndian: true);
    }
}
