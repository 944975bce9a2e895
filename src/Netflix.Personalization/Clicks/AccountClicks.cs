using System.Runtime.CompilerServices;
using Netflix.Personalization.Experiments.Analysis;
using Npgsql;

namespace Netflix.Personalization.Clicks;

/// <summary>Impressions and clicks of accounts by day, for experiments.</summary>
internal sealed class AccountClicks(NpgsqlDataSource source) : IClicks
{
    public async IAsyncEnumerable<ClickDay> DailyAsync(
        IReadOnlyCollection<Guid> accountIds, DateOnly from, DateOnly before, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select account_id, (at at time zone 'utc')::date as day, sum((not clicked)::int)::int, sum(clicked::int)::int
            from personalization.interactions
            where account_id = any($1) and at >= ($2::date)::timestamp at time zone 'utc' and at < ($3::date)::timestamp at time zone 'utc'
            group by 1, 2
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. accountIds] });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = before });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            yield return new(reader.GetGuid(0), reader.GetFieldValue<DateOnly>(1), reader.GetInt32(2), reader.GetInt32(3));
        }
    }
}
