using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Playback.Progress;

/// <summary>Moves positions from Redis to PostgreSQL, in batches, once a second and while there are more.</summary>
internal sealed class ProgressFlusher(LivePositions live, StoredPositions stored, ILogger<ProgressFlusher> logger) : BackgroundService
{
    private const int BatchSize = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                while (await FlushAsync(stoppingToken) == BatchSize)
                {
                }
            }
            catch (Exception exception) when (exception.IsRedisAway() || exception is NpgsqlException)
            {
                logger.LogWarning("Positions wait to be stored: {Error}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> FlushAsync(CancellationToken cancel)
    {
        var batch = await live.SomeDirtyAsync(BatchSize);
        await stored.UpsertAsync(batch, cancel);
        await live.MarkCleanAsync(batch);
        return batch.Count;
    }
}
