using Npgsql;

namespace Netflix.Messaging;

internal sealed record TakenMessage(Guid MessageId, string Type, string Body, int Attempt);

/// <summary>
/// One module's outbox table, as a dispatcher works on it. A message is taken by moving its due time a lease ahead, in a
/// statement of its own: no transaction and no connection is held while consumers run (they need some themselves, and a
/// pool of dispatchers waiting for each other's would stand still).
/// </summary>
internal sealed class OutboxStore(string schema, NpgsqlDataSource source, TimeSpan? lease = null)
{
    /// <summary>How late a message is when its dispatcher was killed; a living one renews it at half time.</summary>
    internal TimeSpan Lease { get; } = lease ?? TimeSpan.FromSeconds(10);

    internal string Schema => schema;

    /// <summary>The oldest message that is due, now counted as tried once more; null when none is. Replicas skip each other's.</summary>
    internal async Task<TakenMessage?> TakeAsync(CancellationToken cancel)
    {
        await using var take = source.CreateCommand($"""
            update {schema}.outbox set attempts = attempts + 1, next_attempt_at = now() + $1
            where message_id = (
                select message_id from {schema}.outbox
                where next_attempt_at <= now() and attempts < {Outbox.MaxAttempts}
                order by next_attempt_at, message_id limit 1 for update skip locked)
            returning message_id, type, body, attempts
            """);
        take.Parameters.Add(new() { Value = Lease });
        await using var reader = await take.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3))
            : null;
    }

    internal Task RenewAsync(Guid messageId, CancellationToken cancel) =>
        ExecuteAsync($"update {schema}.outbox set next_attempt_at = now() + $2 where message_id = $1", cancel, messageId, Lease);

    // What became of a message is noted also while the process is ending: none of these is cancelled.
    internal Task DoneAsync(Guid messageId) =>
        ExecuteAsync($"delete from {schema}.outbox where message_id = $1", default, messageId);

    internal Task FailedAsync(Guid messageId, string error, TimeSpan pause) =>
        ExecuteAsync($"update {schema}.outbox set error = $2, next_attempt_at = now() + $3 where message_id = $1", default, messageId, error, pause);

    /// <summary>Gives an unfinished message back at once, as if it had not been tried: this process is ending.</summary>
    internal Task GiveBackAsync(Guid messageId) =>
        ExecuteAsync($"update {schema}.outbox set attempts = attempts - 1, next_attempt_at = now() where message_id = $1", default, messageId);

    private async Task ExecuteAsync(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancel);
    }
}
