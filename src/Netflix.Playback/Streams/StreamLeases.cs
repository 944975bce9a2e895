using Microsoft.Extensions.Logging;
using Netflix.ServiceDefaults;
using StackExchange.Redis;

namespace Netflix.Playback.Streams;

/// <summary>
/// Who streams now: a sorted set an account, <c>streams:{account}</c>, of session ids by the end of their lease, which
/// every progress call renews. Each call is one script, so a plan's limit is exact under concurrent starts. While Redis
/// is away everybody may stream: a viewer who pays is not stopped by our fault.
/// </summary>
internal sealed class StreamLeases(IConnectionMultiplexer redis, EndNotices notices, TimeProvider clock, ILogger<StreamLeases> logger)
{
    /// <summary>Four missed progress calls.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan EndedKept = TimeSpan.FromDays(1);

    // Answers {1} when granted, {0, session...} with those in use when not; after a 1 comes the session that had to go.
    private const string Acquire = """
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
        local live = redis.call('ZRANGE', KEYS[1], 0, -1)
        table.sort(live)
        local ended = ''
        if #live >= tonumber(ARGV[4]) then
          if ARGV[5] ~= '1' then table.insert(live, 1, '0') return live end
          ended = live[1]
          redis.call('ZREM', KEYS[1], ended)
        end
        redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[6])
        return {'1', ended}
        """;

    // Nil while the session may go on, else why not. A lapsed lease (a long pause) is taken again if there is room.
    private const string Renew = """
        local ended = redis.call('GET', KEYS[2])
        if ended then return ended end
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
        if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then return 'streamLimit' end
        redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[5])
        return false
        """;

    internal sealed record Grant(bool Granted, IReadOnlyList<Guid> InUse, Guid? Ended);

    internal async Task<Grant> AcquireAsync(Guid accountId, Guid sessionId, int limit, bool takeOver)
    {
        try
        {
            var (now, until) = Times();
            var answer = (string[])await redis.GetDatabase().ScriptEvaluateAsync(Acquire, [KeyOf(accountId)],
                [sessionId.ToString("N"), now, until, limit, takeOver ? "1" : "0", (long)Lease.TotalMilliseconds]);
            if (answer[0] != "1")
            {
                return new(false, [.. answer.Skip(1).Select(id => Guid.ParseExact(id, "N"))], null);
            }

            return new(true, [], answer[1].Length > 0 ? Guid.ParseExact(answer[1], "N") : null);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            logger.LogWarning("Redis is away ({Error}): stream limits are not held", exception.Message);
            return new(true, [], null);
        }
    }

    /// <summary>Null while the session may go on, else the reason to stop.</summary>
    internal async Task<string?> RenewAsync(PlaybackSession session)
    {
        try
        {
            var (now, until) = Times();
            return (string?)await redis.GetDatabase().ScriptEvaluateAsync(Renew, [KeyOf(session.AccountId), EndedKey(session.SessionId)],
                [session.SessionId.ToString("N"), now, until, session.MaxStreams, (long)Lease.TotalMilliseconds]);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            return null;
        }
    }

    /// <summary>Why the session has ended, or null.</summary>
    internal async Task<string?> EndedAsync(Guid sessionId)
    {
        try
        {
            return await redis.GetDatabase().StringGetAsync(EndedKey(sessionId));
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            return null;
        }
    }

    /// <summary>Gives the stream back and tells the player why: now, and at its next call.</summary>
    internal async Task EndAsync(Guid accountId, Guid sessionId, string reason)
    {
        try
        {
            await redis.GetDatabase().StringSetAsync(EndedKey(sessionId), reason, EndedKept);
            await redis.GetDatabase().SortedSetRemoveAsync(KeyOf(accountId), sessionId.ToString("N"));
            await notices.PublishAsync(sessionId, reason);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            logger.LogWarning("Redis is away ({Error}): the stream's lease runs out by itself", exception.Message);
        }
    }

    private (long Now, long Until) Times()
    {
        var now = clock.GetUtcNow();
        return (now.ToUnixTimeMilliseconds(), (now + Lease).ToUnixTimeMilliseconds());
    }

    private static RedisKey KeyOf(Guid accountId) => $"streams:{accountId:N}";

    private static RedisKey EndedKey(Guid sessionId) => $"ended:{sessionId:N}";
}
