using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netflix.Delivery.Cache;
using Netflix.Delivery.Serving;
using Netflix.Storage;

namespace Netflix.Delivery.Prefill;

/// <summary>
/// The edge's side of a prefill: fetches what it is told, one file at a time, within its bandwidth, and only while viewers leave
/// the origin alone. An edge that starts anew begins again and passes over what lies on its disk.
/// </summary>
internal sealed class PrefillWork(
    IObjectStore store, SegmentCache cache, Origin origin, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<PrefillWork> logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private CancellationTokenSource? running;
    private PrefillProgress? progress;

    /// <summary>Of the run that the web wants; null when it wants none.</summary>
    internal PrefillProgress? Progress
    {
        get
        {
            lock (gate)
            {
                return progress;
            }
        }
    }

    /// <summary>Does what the web wants now: begins, goes on, or stops.</summary>
    internal void Take(PrefillOrder? order)
    {
        lock (gate)
        {
            if (order?.RunId == progress?.RunId || order is { Assets: null })
            {
                return; // goes on; or an answer to a question that came too late
            }

            running?.Cancel();
            running = null;
            progress = null;
            if (order is null)
            {
                return;
            }

            progress = new(order.RunId, 0, 0, 0, 0, IsDone: false);
            running = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            var cancel = running.Token;
            _ = Task.Run(() => FillAsync(order, cancel), CancellationToken.None);
        }
    }

    public void Dispose() => running?.Dispose();

    private async Task FillAsync(PrefillOrder order, CancellationToken cancel)
    {
        var pace = new Pace(order.MaxMbps, clock);
        try
        {
            foreach (var asset in order.Assets!)
            {
                await FillAsync(order, asset, pace, cancel);
            }

            Note(order, known => known with { IsDone = true });
            logger.LogInformation("Prefill {RunId} is done: {Progress}", order.RunId, Progress);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            logger.LogInformation("Prefill {RunId} was stopped", order.RunId);
        }
    }

    private async Task FillAsync(PrefillOrder order, OrderedAsset asset, Pace pace, CancellationToken cancel)
    {
        var left = asset.Bytes;
        foreach (var (key, length) in await FilesAsync(order, asset.AssetId, cancel))
        {
            if (left <= 0 || clock.GetUtcNow() >= order.Until)
            {
                return;
            }

            left -= length;
            if (cache.Holds(key))
            {
                Note(order, known => known with { PresentBytes = known.PresentBytes + length });
                continue;
            }

            await pace.WaitAsync(length, cancel);
            while (!origin.IsQuiet)
            {
                await Task.Delay(Pause, clock, cancel);
            }

            var came = await cache.PrefillAsync(key);
            Note(order, known => came
                ? known with { Files = known.Files + 1, FetchedBytes = known.FetchedBytes + length }
                : known with { FailedFiles = known.FailedFiles + 1 });
        }
    }

    /// <summary>An asset's files in the order in which they are played: inits and texts, then the first segments of all renditions, and so on.</summary>
    private async Task<List<(string Key, long Length)>> FilesAsync(PrefillOrder order, Guid assetId, CancellationToken cancel)
    {
        var files = new List<(string Key, long Length)>();
        try
        {
            await foreach (var stored in store.ListAsync($"{MediaPath.KeyPrefix}{assetId:N}/", cancel))
            {
                var key = stored.Key[MediaPath.KeyPrefix.Length..];
                if (MediaPath.IsKey(key))
                {
                    files.Add((key, stored.Length));
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever the store throws: this title is left to its viewers.
            logger.LogWarning("Prefill could not list {Asset}: {Error}", assetId, exception.Message);
            Note(order, known => known with { FailedFiles = known.FailedFiles + 1 });
        }

        return [.. files.OrderBy(file => Number(file.Key)).ThenBy(file => file.Key, StringComparer.Ordinal)];
    }

    private static int Number(string key) =>
        int.TryParse(key.AsSpan(key.LastIndexOf('/') + 1, Math.Max(0, key.LastIndexOf('.') - key.LastIndexOf('/') - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private void Note(PrefillOrder order, Func<PrefillProgress, PrefillProgress> change)
    {
        lock (gate)
        {
            if (progress is { } known && known.RunId == order.RunId)
            {
                progress = change(known);
            }
        }
    }

    /// <summary>Each file takes the time that its bytes take at the cap, waited for before it is fetched: never above it, and no rest is saved up.</summary>
    private sealed class Pace(int maxMbps, TimeProvider clock)
    {
        private DateTimeOffset free = DateTimeOffset.MinValue;

        internal async Task WaitAsync(long bytes, CancellationToken cancel)
        {
            var now = clock.GetUtcNow();
            free = (free > now ? free : now) + TimeSpan.FromSeconds(bytes * 8 / (maxMbps * 1e6));
            if (free > now)
            {
                await Task.Delay(free - now, clock, cancel);
            }
        }
    }
}
