using MassTransit;
using Microsoft.Extensions.Logging;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Catalog.Features;

/// <summary>Counts a playback of a title.</summary>
internal sealed class CountPlay(NpgsqlDataSource source) : IConsumer<PlaybackStarted>
{
    public async Task Consume(ConsumeContext<PlaybackStarted> context)
    {
        await using var command = source.CreateCommand("""
            insert into catalog.activity as a (content_id, plays) select content_id, 1 from catalog.titles where content_id = $1
            on conflict (content_id) do update set plays = a.plays + 1
            """);
        command.Parameters.Add(new() { Value = context.Message.ContentId });
        await command.ExecuteNonQueryAsync(context.CancellationToken);
    }
}

/// <summary>
/// Once a minute carries what viewers did over to the columns that lists are ordered by: an index entry a minute and title,
/// not one a play.
/// </summary>
internal sealed class KeepPopularity(NpgsqlDataSource source, TimeProvider clock, ILogger<KeepPopularity> logger)
    : RecurringWork(TimeSpan.FromMinutes(1), "Popularity was not refreshed; the next minute tries again", clock, logger)
{
    private const long Lock = 0x706f_7075; // one replica at a time

    protected override Task RoundAsync(CancellationToken cancel) => RefreshAsync(cancel);

    /// <summary>
    /// Stars are a Bayesian mean: five ratings of 3 come before a title's own, so that one 5 does not lead the list.
    /// A rating counts as three plays.
    /// </summary>
    internal async Task RefreshAsync(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = Lock } } };
        if (!(bool)(await command.ExecuteScalarAsync(cancel))!)
        {
            return;
        }

        await using var update = new NpgsqlCommand("""
            update catalog.titles t set popularity = n.popularity, stars = n.stars
            from (
                select t.content_id,
                    (t.notability + ln(1 + coalesce(a.plays, 0) + 3 * coalesce(a.rating_count, 0)))::real as popularity,
                    case when a.rating_count > 0 then ((a.rating_sum + 15) / (a.rating_count + 5.0))::real else 0 end as stars
                from catalog.titles t left join catalog.activity a on a.content_id = t.content_id) n
            where n.content_id = t.content_id and (abs(n.popularity - t.popularity) > 0.01 or abs(n.stars - t.stars) > 0.005);
            update catalog.people p set titles = n.count
            from (select person_id, count(distinct content_id)::int as count from catalog.credits group by person_id) n
            where n.person_id = p.person_id and n.count <> p.titles
            """, connection, transaction);
        await update.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
