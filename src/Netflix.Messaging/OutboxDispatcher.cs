using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Messaging;

/// <summary>
/// Publishes what stands in one module's outbox, oldest first. A row is deleted only after <see cref="IEventPublisher"/> is
/// done with it (in process: after every consumer succeeded), so a kill loses nothing and may repeat: consumers are
/// idempotent. Replicas share the work by SKIP LOCKED. A message that keeps failing is tried at growing intervals up to
/// an hour, and stays for inspection after <see cref="MaxAttempts"/>.
/// </summary>
internal sealed class OutboxDispatcher(
    string schema, NpgsqlDataSource source, IEventPublisher publisher, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    internal const int MaxAttempts = 20;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DispatchOneAsync(stoppingToken))
                {
                    continue;
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("The outbox of {Schema} cannot be read: {Error}", schema, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }

            await Task.Delay(Idle, stoppingToken);
        }
    }

    /// <summary>False when nothing is due.</summary>
    internal async Task<bool> DispatchOneAsync(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var next = new NpgsqlCommand($"""
            select message_id, type, body, attempts from {schema}.outbox
            where next_attempt_at <= now() and attempts < {MaxAttempts}
            order by next_attempt_at, message_id limit 1 for update skip locked
            """, connection, transaction);
        Guid id;
        string type, body;
        int attempts;
        await using (var reader = await next.ExecuteReaderAsync(cancel))
        {
            if (!await reader.ReadAsync(cancel))
            {
                return false;
            }

            (id, type, body, attempts) = (reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3));
        }

        try
        {
            var message = JsonSerializer.Deserialize(body, EventType(type), JsonSerializerOptions.Web)!;
            await publisher.PublishAsync(message, id, cancel);
            await ExecuteAsync($"delete from {schema}.outbox where message_id = $1", [id]);
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            var pause = TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, attempts)));
            logger.LogError(exception, "{Type} {MessageId} failed, try {Attempt}; next in {Pause}", type, id, attempts + 1, pause);
            await ExecuteAsync(
                $"update {schema}.outbox set attempts = attempts + 1, next_attempt_at = now() + $2, error = $3 where message_id = $1",
                [id, pause, exception.Message]);
        }

        await transaction.CommitAsync(cancel);
        return true;

        async Task ExecuteAsync(string sql, object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private static Type EventType(string name) =>
        typeof(AssetReady).Assembly.GetType(name) ?? throw new InvalidOperationException($"Unknown event {name}.");
}
