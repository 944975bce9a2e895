using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Personalization.Clicks;

/// <summary>
/// Once a minute adds what was shown and clicked since the last time to the counts that rows and pictures are chosen by: one
/// writer, so that no page waits for a counter that all pages share.
/// </summary>
internal sealed class LearnFromClicks(NpgsqlDataSource source, IOptions<PersonalizationOptions> options, TimeProvider clock, ILogger<LearnFromClicks> logger)
    : RecurringWork(TimeSpan.FromMinutes(1), "Nothing was learned from clicks; the next minute tries again", clock, logger, atOnce: false)
{
    private const long Lock = 0x636c_6963; // one process at a time

    protected override Task RoundAsync(CancellationToken cancel) => LearnAsync(TimeSpan.FromSeconds(10), cancel);

    /// <param name="settled">Rows younger than this may still have an older one under way behind them.</param>
    internal async Task LearnAsync(TimeSpan settled, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var guard = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = Lock } } })
        {
            if (!(bool)(await guard.ExecuteScalarAsync(cancel))!)
            {
                return;
            }
        }

        // Statements of one CTE see one snapshot: what is counted is what is marked as learned.
        await using var learn = new NpgsqlCommand("""
            with fresh as materialized (
                select i.* from personalization.interactions i, personalization.learned_clicks l
                where i.interaction_id > l.interaction_id and i.at <= now() - $1),
            rows as (
                select who as profile_id, algorithm, sum(case when clicked then 0 else 0.8 ^ least(row_place, 40) end) as seen, sum(clicked::int) as clicked
                from fresh, unnest(array[profile_id, $2]) who group by who, algorithm order by 1, 2),
            row_counts as (
                insert into personalization.row_clicks as known (profile_id, algorithm, seen, clicked) select * from rows
                on conflict (profile_id, algorithm) do update set seen = known.seen + excluded.seen, clicked = known.clicked + excluded.clicked),
            picture_counts as (
                insert into personalization.picture_clicks as known (content_id, picture, context, shown, clicked)
                select content_id, picture, context, sum((not clicked)::int), sum(clicked::int) from fresh where picture is not null group by 1, 2, 3 order by 1, 2, 3
                on conflict (content_id, picture, context) do update set shown = known.shown + excluded.shown, clicked = known.clicked + excluded.clicked)
            update personalization.learned_clicks set interaction_id = greatest(interaction_id, coalesce((select max(interaction_id) from fresh), 0))
            """, connection, transaction);
        learn.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = settled });
        learn.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = RowRates.All });
        await learn.ExecuteNonQueryAsync(cancel);

        await using var prune = new NpgsqlCommand("delete from personalization.interactions where at < now() - $1", connection, transaction);
        prune.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromDays(options.Value.InteractionDays) });
        await prune.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
