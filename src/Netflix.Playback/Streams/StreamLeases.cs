using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;
using StackExchange.Redis;

namespace Netflix.Playback.Streams;

/// <summary>
/// Who streams now: a sorted set an account, <c>streams:{account}</c>, of session ids by the end of their lease, which
/// every progress call renews, and one of all accounts, <c>streams:live</c>, to count. A lapsed lease keeps its place until
/// another needs it, so a viewer who pauses comes back, and whoever has to go is known and can be refused at the edges. Each call is
/// one script, so a plan's limit is exact under concurrent starts. While Redis is away everybody may stream: a viewer who
/// pays is not stopped by our fault.
/// </summary>
internal sealed class StreamLeases(
    IConnectionMultiplexer redis, EndNotices notices, IOptions<PlaybackOptions> options, TimeProvider clock, ILogger<StreamLeases> logger)
{
    /// <summary>As long as path tokens live, but for films of more than ten hours: a session forgotten sooner could play on uncounted.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly RedisKey Live = "streams:live";

    // Makes room by those whose lease has run out, the longest ago first; gives them back.
    private const string Sweep = """
        local function sweep(now, limit)
          local swept = {}
          local excess = redis.call('ZCARD', KEYS[1]) - limit + 1
          if excess > 0 then
            swept = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, excess)
            for _, session in ipairs(swept) do redis.call('ZREM', KEYS[1], session) end
          end
          redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
          return swept
        end
        local function hold(session, lease, kept)
          redis.call('ZADD', KEYS[1], lease, session)
          redis.call('PEXPIRE', KEYS[1], kept)
          redis.call('ZADD', KEYS[2], lease, session)
        end

        """;

    // Answers {'1', taken over or '', lapsed...} when granted, {'0', in use...} when not.
    private const string Acquire = Sweep + """
        local answer = sweep(ARGV[2], tonumber(ARGV[4]))
        local live = redis.call('ZRANGE', KEYS[1], 0, -1)
        table.sort(live)
        local ended = ''
        if #live >= tonumber(ARGV[4]) then
          if ARGV[5] ~= '1' then table.insert(live, 1, '0') return live end
          ended = live[1]
          redis.call('ZREM', KEYS[1], ended)
          redis.call('ZREM', KEYS[2], ended)
        end
        hold(ARGV[1], ARGV[3], ARGV[6])
        table.insert(answer, 1, ended)
        table.insert(answer, 1, '1')
        return answer
        """;

    /// <summary>
    /// Lua: <c>renew()</c> of <see cref="RenewalKeys"/>, first of the script's, and <see cref="RenewalValues"/>. {} while the session may go on, {reason}
    /// when it has ended, {'', lapsed...} when it took the place of others again (Redis had forgotten it), and {'streamLimit'} when there is none.
    /// </summary>
    internal const string Renew = Sweep + """
        local function renew()
          local ended = redis.call('GET', KEYS[3])
          if ended then return {ended} end
          local answer = {}
          if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
            answer = sweep(ARGV[2], tonumber(ARGV[4]))
            if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then return {'streamLimit'} end
            if #answer > 0 then table.insert(answer, 1, '') end
          end
          hold(ARGV[1], ARGV[3], ARGV[5])
          return answer
        end

        """;

    /// <param name="InUse">What streams now, when not granted.</param>
    /// <param name="TakenOver">The session whose place this one took.</param>
    /// <param name="Lapsed">Sessions that sent nothing for so long that their place is given away.</param>
    internal sealed record Grant(bool Granted, IReadOnlyList<Guid> InUse, Guid? TakenOver, IReadOnlyList<Guid> Lapsed);

    /// <param name="Stop">Null while the session may go on, else the reason to stop.</param>
    internal sealed record Renewal(string? Stop, IReadOnlyList<Guid> Lapsed)
    {
        internal static readonly Renewal GoOn = new(null, []);
    }

    internal async Task<Grant> AcquireAsync(Guid accountId, Guid sessionId, int limit, bool takeOver)
    {
        try
        {
            var (now, until) = Times();
            var answer = (string[])(await redis.GetDatabase().ScriptEvaluateAsync(Acquire, [KeyOf(accountId), Live],
                [sessionId.ToString("N"), now, until, limit, takeOver ? "1" : "0", (long)Kept.TotalMilliseconds]))!;
            return answer[0] == "1"
                ? new(true, [], answer[1].Length > 0 ? Guid.ParseExact(answer[1], "N") : null, Ids(answer.Skip(2)))
                : new(false, Ids(answer.Skip(1)), null, []);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            logger.LogWarning("Redis is away ({Error}): stream limits are not held", exception.Message);
            return new(true, [], null, []);
        }
    }

    internal static RedisKey[] RenewalKeys(PlaybackSession session) => [KeyOf(session.AccountId), Live, EndedKey(session.SessionId)];

    internal RedisValue[] RenewalValues(PlaybackSession session)
    {
        var (now, until) = Times();
        return [session.SessionId.ToString("N"), now, until, session.MaxStreams, (long)Kept.TotalMilliseconds];
    }

    /// <param name="answer">Of <see cref="Renew"/>.</param>
    internal static Renewal RenewalOf(string[] answer) => answer.Length == 0 ? Renewal.GoOn : new(answer[0].Length > 0 ? answer[0] : null, Ids(answer.Skip(1)));

    /// <summary>Whether the session has one of the plan's streams; also while nobody can tell.</summary>
    internal async Task<bool> HoldsAsync(PlaybackSession session)
    {
        try
        {
            return await redis.GetDatabase().SortedSetScoreAsync(KeyOf(session.AccountId), session.SessionId.ToString("N")) is not null;
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            return true;
        }
    }

    /// <summary>How many stream now, of all accounts; null while nobody knows.</summary>
    internal async Task<long?> CountAsync()
    {
        try
        {
            return await redis.GetDatabase().SortedSetLengthAsync(Live, Times().Now, double.PositiveInfinity, Exclude.Start);
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
            await redis.GetDatabase().StringSetAsync(EndedKey(sessionId), reason, Kept);
            await redis.GetDatabase().SortedSetRemoveAsync(KeyOf(accountId), sessionId.ToString("N"));
            await redis.GetDatabase().SortedSetRemoveAsync(Live, sessionId.ToString("N"));
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
        return (now.ToUnixTimeMilliseconds(), (now + options.Value.StreamLease).ToUnixTimeMilliseconds());
    }

    private static Guid[] Ids(IEnumerable<string> texts) => [.. texts.Select(id => Guid.ParseExact(id, "N"))];

    private static RedisKey KeyOf(Guid accountId) => $"streams:{accountId:N}";

    private static RedisKey EndedKey(Guid sessionId) => $"ended:{sessionId:N}";
}
