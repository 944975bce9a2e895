using Npgsql;

namespace Netflix.Playback.Quality;

/// <summary>How well the sessions played that began in a span of time: all of them, along it, and by what they have in common.</summary>
internal sealed class QualityReport(NpgsqlDataSource source)
{
    private const int MostGroups = 100;
    private const int MostPoints = 120;

    private static readonly TimeSpan[] Widths =
        [.. new[] { 1, 5, 15, 60, 6 * 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    private static readonly Dictionary<string, string> Keys = new()
    {
        ["title"] = "content_id::text", ["edge"] = "coalesce(edge, 'unknown')", ["region"] = "region", ["device"] = "device_type", ["rung"] = "coalesce(height::text, 'unknown')",
    };

    internal static IEnumerable<string> Ways => Keys.Keys;

    internal sealed record Figures(
        long Sessions, double? StartupP50, double? StartupP95, double? BufferingRatio, double? SwitchesPerHour, double? ErrorRate, double? Score);

    internal sealed record Point(DateTimeOffset At, Figures Figures);

    /// <param name="VideoId">One of its videos.</param>
    internal sealed record Group(string Key, Guid VideoId, Figures Figures);

    internal sealed record Answer(Figures All, IReadOnlyList<Point> Series, IReadOnlyList<Group> Groups);

    /// <param name="by">One of <see cref="Ways"/>.</param>
    internal async Task<Answer> ReadAsync(DateTimeOffset from, DateTimeOffset to, string by, CancellationToken cancel)
    {
        var width = Array.Find(Widths, one => (to - from) / one <= MostPoints) is { Ticks: > 0 } found ? found : TimeSpan.FromDays(1);
        await using var batch = source.CreateBatch();
        Add("", "true");
        Add("date_bin($3, started_at, $1), ", "true group by 1", width);
        Add($"{Keys[by]}, min(video_id::text)::uuid, ", $"true group by 1 order by count(*) desc, 1 limit {MostGroups}");
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var all = FiguresAt(0);

        await reader.NextResultAsync(cancel);
        var points = new Dictionary<DateTimeOffset, Figures>();
        while (await reader.ReadAsync(cancel))
        {
            points[reader.GetFieldValue<DateTimeOffset>(0)] = FiguresAt(1);
        }

        await reader.NextResultAsync(cancel);
        var groups = new List<Group>();
        while (await reader.ReadAsync(cancel))
        {
            groups.Add(new(reader.GetString(0), reader.GetGuid(1), FiguresAt(2)));
        }

        var series = new List<Point>();
        for (var at = from; at < to; at += width)
        {
            series.Add(new(at, points.GetValueOrDefault(at) ?? new(0, null, null, null, null, null, null)));
        }

        return new(all, series, groups);

        void Add(string keys, string rest, TimeSpan? width = null)
        {
            var command = new NpgsqlBatchCommand($"""
                select {keys}count(*), percentile_cont(0.5) within group (order by startup_ms), percentile_cont(0.95) within group (order by startup_ms),
                    (sum(stalled_ms) / nullif(sum(played_ms + stalled_ms), 0))::float8, (3600000 * sum(switches) / nullif(sum(played_ms), 0))::float8,
                    count(*) filter (where errors > 0)::float8 / nullif(count(*), 0), avg(score)
                from playback.session_quality where started_at >= $1 and started_at < $2 and {rest}
                """);
            command.Parameters.Add(new() { Value = from });
            command.Parameters.Add(new() { Value = to });
            if (width is not null)
            {
                command.Parameters.Add(new() { Value = width });
            }

            batch.BatchCommands.Add(command);
        }

        Figures FiguresAt(int column) => new(
            reader.GetInt64(column), Number(column + 1, 0), Number(column + 2, 0), Number(column + 3, 4), Number(column + 4, 1), Number(column + 5, 4), Number(column + 6, 1));

        double? Number(int column, int digits) => reader.IsDBNull(column) ? null : Math.Round(reader.GetDouble(column), digits);
    }
}
