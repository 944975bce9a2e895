using Microsoft.Extensions.Logging;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Progress;

/// <summary>Moves positions from Redis to PostgreSQL, in batches, once a second and while there are more.</summary>
internal sealed class ProgressFlusher(LivePositions live, StoredPositions stored, ILogger<ProgressFlusher> logger)
    : RecurringWork(TimeSpan.FromSeconds(1), "Positions wait to be stored", TimeProvider.System, logger)
{
    private const int BatchSize = 1000;

    protected override async Task RoundAsync(CancellationToken cancel)
    {
        while (await FlushAsync(cancel) == BatchSize)
        {
        }
    }

    private async Task<int> FlushAsync(CancellationToken cancel)
    {
        var batch = await live.SomeDirtyAsync(BatchSize);
        await stored.UpsertAsync(batch, cancel);
        await live.MarkCleanAsync(batch);
        return batch.Count;
    }
}
