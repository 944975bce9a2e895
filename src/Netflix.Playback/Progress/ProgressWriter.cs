using Microsoft.Extensions.Logging;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Progress;

/// <summary>
/// Takes positions: acknowledged once Redis has them on its disk, or PostgreSQL when Redis is away. An update is refused
/// when it is not after what is known, and when a session that has just begun reports its start while a farther
/// position is known: players say 0 before they have jumped to where the viewer was.
/// </summary>
internal sealed class ProgressWriter(LivePositions live, StoredPositions stored, ILogger<ProgressWriter> logger)
{
    private const double StartSeconds = 10;
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(20);

    internal async Task<bool> WriteAsync(Watched watched, DateTimeOffset sessionStartedAt, CancellationToken cancel)
    {
        var keepsFarther = watched.PositionSeconds < StartSeconds && watched.At - sessionStartedAt < Young;
        try
        {
            var outcome = await live.OfferAsync(watched, stored: null, keepsFarther);
            if (outcome == LivePositions.Outcome.Unknown)
            {
                outcome = await live.OfferAsync(watched, await stored.FindAsync(watched.ProfileId, watched.VideoId, cancel), keepsFarther);
            }

            return outcome == LivePositions.Outcome.Stored;
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            logger.LogWarning("Redis is away ({Error}): the position goes to PostgreSQL", exception.Message);
            var known = await stored.FindAsync(watched.ProfileId, watched.VideoId, cancel);
            return watched.IsAfter(known.SessionId, known.Sequence)
                && !(keepsFarther && known.PositionSeconds > watched.PositionSeconds)
                && await stored.UpsertAsync([watched], cancel) > 0;
        }
    }
}
