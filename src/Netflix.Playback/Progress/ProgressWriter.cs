using Microsoft.Extensions.Logging;
using Netflix.Playback.Streams;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Progress;

/// <summary>
/// Takes positions: acknowledged once Redis has them on its disk, or PostgreSQL when Redis is away. An update is refused
/// when it is not after what is known, and when a session that has just begun reports its start while a farther
/// position is known: players say 0 before they have jumped to where the viewer was.
/// </summary>
internal sealed class ProgressWriter(LivePositions live, StoredPositions stored, StreamLeases leases, ILogger<ProgressWriter> logger)
{
    private const double StartSeconds = 10;
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(20);

    /// <summary>Keeps the session's stream alive, and takes its position if it may go on.</summary>
    internal async Task<(StreamLeases.Renewal Renewal, bool Accepted)> ReportAsync(PlaybackSession session, Watched watched, CancellationToken cancel)
    {
        var keepsFarther = KeepsFarther(watched, session.StartedAt);
        try
        {
            var (renewal, outcome) = await live.RenewAndOfferAsync(session, leases, watched, keepsFarther);
            return (renewal, outcome == LivePositions.Outcome.Unknown ? await WriteAsync(watched, session.StartedAt, cancel) : outcome == LivePositions.Outcome.Stored);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            return (StreamLeases.Renewal.GoOn, await WriteThroughAsync(watched, keepsFarther, exception, cancel));
        }
    }

    internal async Task<bool> WriteAsync(Watched watched, DateTimeOffset sessionStartedAt, CancellationToken cancel)
    {
        var keepsFarther = KeepsFarther(watched, sessionStartedAt);
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
            return await WriteThroughAsync(watched, keepsFarther, exception, cancel);
        }
    }

    private async Task<bool> WriteThroughAsync(Watched watched, bool keepsFarther, Exception exception, CancellationToken cancel)
    {
        logger.LogWarning("Redis is away ({Error}): the position goes to PostgreSQL", exception.Message);
        var known = await stored.FindAsync(watched.ProfileId, watched.VideoId, cancel);
        return watched.IsAfter(known.SessionId, known.Sequence)
            && !(keepsFarther && known.PositionSeconds > watched.PositionSeconds)
            && await stored.UpsertAsync([watched], cancel) > 0;
    }

    private static bool KeepsFarther(Watched watched, DateTimeOffset sessionStartedAt) =>
        watched.PositionSeconds < StartSeconds && watched.At - sessionStartedAt < Young;
}
