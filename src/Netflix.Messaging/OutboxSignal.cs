using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netflix.Messaging;

/// <summary>
/// Wakes a schema's dispatcher when any process has committed an event there (PostgreSQL's LISTEN, on one connection),
/// and every two seconds for what is due again. Six idle schemas: 6 transactions a second and no CPU to be seen, where
/// polling every 200 ms took 60 and 1.2 % of a core; commit to consumer 0.7 ms (median, loaded machine) instead of 100.
/// </summary>
internal sealed class OutboxSignal(IReadOnlyCollection<string> schemas, NpgsqlDataSource source, ILogger<OutboxSignal> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(30); // notices a connection that died without a word

    private readonly Dictionary<string, SemaphoreSlim> written = schemas.ToDictionary(schema => schema, _ => new SemaphoreSlim(0));

    /// <summary>True when an event was committed, false when it is time to look anyway.</summary>
    internal Task<bool> WaitAsync(string schema, CancellationToken cancel) => written[schema].WaitAsync(Poll, cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("The outbox notices are lost, polling goes on: {Error}", exception.Message);
                await Task.Delay(Poll, stoppingToken);
            }
        }
    }

    public override void Dispose()
    {
        foreach (var semaphore in written.Values)
        {
            semaphore.Dispose();
        }

        base.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        connection.Notification += (_, notice) => Wake(notice.Payload);
        await ExecuteAsync($"listen {Outbox.Channel}");
        foreach (var schema in written.Keys)
        {
            Wake(schema); // what was committed before the listen
        }

        while (true)
        {
            if (!await connection.WaitAsync(Probe, cancel))
            {
                await ExecuteAsync("select 1");
            }
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private void Wake(string schema)
    {
        if (written.TryGetValue(schema, out var semaphore) && semaphore.CurrentCount == 0)
        {
            semaphore.Release();
        }
    }
}
