using System.Globalization;
using Netflix.Playback.Streams;
using StackExchange.Redis;

namespace Netflix.Playback.Progress;

/// <summary>
/// Positions in Redis: a hash a profile, <c>watch:{profile}</c>, a field a video; and the set <c>watch:dirty</c> of those
/// not yet in PostgreSQL. Redis runs with <c>appendfsync always</c>, so what a script answered survives a kill.
/// All throw <see cref="RedisException"/> or <see cref="TimeoutException"/> while Redis is away.
/// </summary>
internal sealed class LivePositions(IConnectionMultiplexer redis)
{
    private const string Dirty = "watch:dirty";
    private static readonly TimeSpan KeptAfterFlush = TimeSpan.FromDays(7);

    // 1 stored; 0 older than what is there; -1 nothing there: ask PostgreSQL, then offer again with what it knows.
    // Keys and values are those after so many others.
    private const string OfferFunction = """
        local function offer(keys, values)
          local watch, video, offered = KEYS[keys + 1], ARGV[values + 1], ARGV[values + 2]
          local current = redis.call('HGET', watch, video)
          if not current then current = ARGV[values + 6] end
          if current == '?' then return -1 end
          if current ~= '' then
            local session, sequence, position = string.match(current, '^(%x+)|(%d+)|([%d.]+)')
            if offered < session then return 0 end
            if offered == session and tonumber(ARGV[values + 3]) <= tonumber(sequence) then return 0 end
            if ARGV[values + 5] == '1' and tonumber(position) > tonumber(ARGV[values + 7]) then return 0 end
          end
          local value = ARGV[values + 4]
          if string.sub(current, -2) == '|1' and string.sub(value, -2) ~= '|1' then value = value .. '|1' end
          redis.call('HSET', watch, video, value)
          redis.call('PERSIST', watch)
          redis.call('SADD', KEYS[keys + 2], ARGV[values + 8])
          return 1
        end

        """;

    private const string Offer = OfferFunction + "return offer(0, 0)";

    // A session that has ended offers nothing. Answers {outcome, what renew answered...}.
    private const string RenewAndOffer = StreamLeases.Renew + OfferFunction + """
        local answer = renew()
        table.insert(answer, 1, (answer[1] or '') == '' and offer(3, 5) or 0)
        return answer
        """;

    // Only what has not moved on since it was read is clean.
    private const string Clean = """
        if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
          redis.call('SREM', KEYS[2], ARGV[3])
          redis.call('EXPIRE', KEYS[1], ARGV[4])
        end
        """;

    private IDatabase Database => redis.GetDatabase();

    internal enum Outcome { Unknown = -1, Refused = 0, Stored = 1 }

    /// <param name="stored">What PostgreSQL holds: null when not asked yet; a value without session when it holds nothing.</param>
    /// <param name="keepsFarther">Refuse if a farther position is there: see <see cref="ProgressWriter"/>.</param>
    internal async Task<Outcome> OfferAsync(Watched watched, Watched? stored, bool keepsFarther)
    {
        var known = stored switch { null => "?", { SessionId: var session } when session == Guid.Empty => "", { } value => value.Pack() };
        return (Outcome)(int)await Database.ScriptEvaluateAsync(Offer, [KeyOf(watched.ProfileId), Dirty], Values(watched, known, keepsFarther));
    }

    /// <summary>
    /// Renews the stream's lease and offers its position, in one script and round trip: two cost Redis and this process half as much again, and the disk
    /// a second flush.
    /// </summary>
    internal async Task<(StreamLeases.Renewal Renewal, Outcome Outcome)> RenewAndOfferAsync(
        PlaybackSession session, StreamLeases leases, Watched watched, bool keepsFarther)
    {
        var answer = (string[])(await Database.ScriptEvaluateAsync(
            RenewAndOffer, [.. StreamLeases.RenewalKeys(session), KeyOf(watched.ProfileId), Dirty], [.. leases.RenewalValues(session), .. Values(watched, "?", keepsFarther)]))!;
        return (StreamLeases.RenewalOf(answer[1..]), (Outcome)int.Parse(answer[0], CultureInfo.InvariantCulture));
    }

    /// <summary>All live positions of a profile.</summary>
    internal async Task<IReadOnlyList<Watched>> OfProfileAsync(Guid profileId)
    {
        var fields = await Database.HashGetAllAsync(KeyOf(profileId));
        return Array.ConvertAll(fields, field => Watched.Unpack(profileId, Guid.ParseExact(field.Name!, "N"), field.Value!));
    }

    /// <summary>Some positions that PostgreSQL does not have yet.</summary>
    internal async Task<IReadOnlyList<Watched>> SomeDirtyAsync(int most)
    {
        var members = await Database.SetRandomMembersAsync(Dirty, most);
        var reads = members.Select(async member =>
        {
            var (profile, video) = Split(member!);
            string? value = await Database.HashGetAsync(KeyOf(profile), video.ToString("N"));
            if (value is null)
            {
                await Database.SetRemoveAsync(Dirty, member); // forgotten with its profile
            }

            return value is null ? (Watched?)null : Watched.Unpack(profile, video, value);
        });
        return [.. (await Task.WhenAll(reads)).OfType<Watched>()];
    }

    internal Task MarkCleanAsync(IEnumerable<Watched> flushed) => Task.WhenAll(flushed.Select(watched =>
        Database.ScriptEvaluateAsync(Clean, [KeyOf(watched.ProfileId), Dirty],
        [
            watched.VideoId.ToString("N"), watched.Pack(), Member(watched.ProfileId, watched.VideoId), (long)KeptAfterFlush.TotalSeconds,
        ])));

    internal Task ForgetAsync(Guid profileId, Guid videoId) => Task.WhenAll(
        Database.HashDeleteAsync(KeyOf(profileId), videoId.ToString("N")), Database.SetRemoveAsync(Dirty, Member(profileId, videoId)));

    internal Task ForgetAsync(Guid profileId) => Database.KeyDeleteAsync(KeyOf(profileId));

    private static RedisValue[] Values(Watched watched, string known, bool keepsFarther) =>
    [
        watched.VideoId.ToString("N"), watched.SessionId.ToString("N"), watched.Sequence, watched.Pack(), keepsFarther ? "1" : "0", known,
        watched.PositionSeconds, Member(watched.ProfileId, watched.VideoId),
    ];

    private static RedisKey KeyOf(Guid profileId) => $"watch:{profileId:N}";

    private static string Member(Guid profileId, Guid videoId) => $"{profileId:N}{videoId:N}";

    private static (Guid Profile, Guid Video) Split(string member) =>
        (Guid.ParseExact(member.AsSpan(0, 32), "N"), Guid.ParseExact(member.AsSpan(32), "N"));
}
