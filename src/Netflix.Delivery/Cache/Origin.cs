using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Delivery.Serving;
using Netflix.Storage;

namespace Netflix.Delivery.Cache;

internal enum FetchOutcome
{
    Found,
    Missing,
    Unavailable,
}

internal readonly record struct Fetched(FetchOutcome Outcome, Segment? Segment = null);

/// <summary>
/// Reads whole objects from the object store, so many at a time, each within a time-out that counts the wait for its turn,
/// sparing a store that fails (<see cref="OriginGuard"/>).
/// </summary>
internal sealed class Origin(
    IObjectStore store, SegmentReader reader, IOptions<EdgeOptions> options, EdgeCounters counters, TimeProvider clock, ILogger<Origin> logger) : IDisposable
{
    private readonly OriginGuard guard = new(clock);
    private readonly SemaphoreSlim turns = new(options.Value.OriginConcurrency);

    /// <summary>Whether it has room for what nobody waits for yet.</summary>
    internal bool IsQuiet => turns.CurrentCount > options.Value.OriginConcurrency / 2;

    /// <param name="key"><c>{assetId:N}/{file}</c></param>
    internal async Task<Fetched> FetchAsync(string key)
    {
        if (!guard.TryEnter())
        {
            return new(FetchOutcome.Unavailable);
        }

        using var timeout = new CancellationTokenSource(options.Value.OriginTimeout);
        try
        {
            await turns.WaitAsync(timeout.Token);
            try
            {
                var fetched = await AskAsync(key, timeout.Token);
                guard.Succeeded();
                return fetched;
            }
            finally
            {
                turns.Release();
            }
        }
        catch (Exception exception)
        {
            // Whatever the store throws, for the client it is a 503: there is nothing of ours in the way.
            logger.LogWarning("The origin could not give {Key}: {Error}", key, exception.Message);
            return new(FetchOutcome.Unavailable);
        }
    }

    public void Dispose() => turns.Dispose();

    private async Task<Fetched> AskAsync(string key, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                counters.CountOriginFetch();
                return await ReadAsync(key, cancel);
            }
            catch (Exception exception) when (exception is not InvalidDataException && guard.Failed() && !cancel.IsCancellationRequested)
            {
                logger.LogDebug("The origin did not give {Key} and is asked again: {Error}", key, exception.Message);
            }
        }
    }

    private async Task<Fetched> ReadAsync(string key, CancellationToken cancel)
    {
        var objectKey = MediaPath.KeyPrefix + key;
        await using var stream = await store.OpenAsync(objectKey, cancel: cancel);
        if (stream is null)
        {
            return new(FetchOutcome.Missing);
        }

        var length = stream.CanSeek ? stream.Length : (await store.FindAsync(objectKey, cancel))?.Length ?? 0;
        if (length > options.Value.MaxObjectBytes)
        {
            throw new InvalidDataException($"{length} bytes are more than Netflix:Edge:MaxObjectBytes.");
        }

        return new(FetchOutcome.Found, await reader.ReadAsync(stream, (int)length, ContentTypes.Of(key)!, cancel));
    }
}
