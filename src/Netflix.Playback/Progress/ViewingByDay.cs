using System.Runtime.CompilerServices;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Playback.Progress;

/// <summary>Viewing by account and day, of sessions, what their players counted, and how far profiles came.</summary>
internal sealed class ViewingByDay(NpgsqlDataSource source) : IViewing
{
    // A session's time is what its player says: no more than a day is believed.
    private const string Sql = """
        with mine as materialized (
            select session_id, account_id, profile_id, video_id, content_id, (started_at at time zone 'utc')::date as day
            from playback.sessions
            where account_id = any($1) and not is_trailer and started_at < $3::timestamp at time zone 'utc'),
        sessions as (
            select account_id, day, count(*) as sessions, sum(least(coalesce(played_ms, 0), 86400000))::float8 / 1000 as watched
            from mine left join playback.session_quality using (session_id)
            where day >= $2 group by 1, 2),
        videos as (
            select account_id, day, count(*) as starts, count(*) filter (where completed) as completions
            from (select account_id, profile_id, video_id, min(day) as day from mine group by 1, 2, 3) first
                left join playback.watch_records using (profile_id, video_id)
            where day >= $2 group by 1, 2),
        titles as (
            select account_id, day, count(*) as titles
            from (select account_id, content_id, min(day) as day from mine group by 1, 2) first
            where day >= $2 group by 1, 2)
        select account_id, day, watched, sessions, coalesce(starts, 0), coalesce(completions, 0), coalesce(titles, 0)
        from sessions left join videos using (account_id, day) left join titles using (account_id, day)
        """;

    public async IAsyncEnumerable<ViewingDay> DailyAsync(
        IReadOnlyCollection<Guid> accountIds, DateOnly from, DateOnly before, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. accountIds] });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = before });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            yield return new(
                reader.GetGuid(0), reader.GetFieldValue<DateOnly>(1), reader.GetDouble(2), (int)reader.GetInt64(3), (int)reader.GetInt64(4),
                (int)reader.GetInt64(5), (int)reader.GetInt64(6));
        }
    }
}
