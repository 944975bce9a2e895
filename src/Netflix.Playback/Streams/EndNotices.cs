using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Netflix.ServiceDefaults;
using StackExchange.Redis;

namespace Netflix.Playback.Streams;

/// <summary>
/// Tells a session's open command stream that it has ended, whichever web replica ended it: one Redis channel for all,
/// one subscription a process. A notice that is lost (Redis away) costs little: the next progress call says the same.
/// </summary>
internal sealed class EndNotices(IConnectionMultiplexer redis, ILogger<EndNotices> logger) : IDisposable
{
    private const string Channel = "streams:ended";

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<string>> waiting = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile bool subscribed;

    /// <summary>Completes with the reason when the session ends. One listener a session: a second takes the place of the first.</summary>
    internal async Task<Task<string>> ListenAsync(Guid sessionId)
    {
        var ended = waiting[sessionId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SubscribeAsync();
        return ended.Task;
    }

    internal void Leave(Guid sessionId, Task<string> listening)
    {
        if (waiting.TryGetValue(sessionId, out var ended) && ended.Task == listening)
        {
            waiting.TryRemove(new KeyValuePair<Guid, TaskCompletionSource<string>>(sessionId, ended));
        }
    }

    public void Dispose() => gate.Dispose();

    internal Task PublishAsync(Guid sessionId, string reason) => redis.GetSubscriber().PublishAsync(Channel, $"{sessionId:N}{reason}");

    private async Task SubscribeAsync()
    {
        if (subscribed)
        {
            return;
        }

        await gate.WaitAsync();
        try
        {
            if (!subscribed)
            {
                await redis.GetSubscriber().SubscribeAsync(Channel, (_, message) => Deliver(message!));
                subscribed = true; // the client library subscribes again after every loss
            }
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            logger.LogWarning("Redis is away ({Error}): players learn of their end by their progress calls", exception.Message);
        }
        finally
        {
            gate.Release();
        }
    }

    private void Deliver(string message)
    {
        if (message.Length > 32 && Guid.TryParseExact(message.AsSpan(0, 32), "N", out var sessionId) && waiting.TryRemove(sessionId, out var ended))
        {
            ended.TrySetResult(message[32..]);
        }
    }
}
