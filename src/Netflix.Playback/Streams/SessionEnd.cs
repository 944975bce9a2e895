using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Playback.Streams;

/// <summary>
/// Ends those of an account's sessions that are not over yet, against their player's will: it is told, its manifests are refused at once
/// and its path token by the edges. Again changes nothing.
/// </summary>
internal sealed class SessionEnd(PlaybackDbContext db, StreamLeases leases, IEdgeSteering edges, TimeProvider clock)
{
    /// <summary>Another device took the session's place.</summary>
    internal const string TakenOver = "takenOver";

    /// <summary>The session sent nothing for a while, and its place was needed.</summary>
    internal const string StreamLimit = "streamLimit";

    /// <summary>Another was made ready in its place.</summary>
    internal const string Replaced = "replaced";

    internal async Task EndAsync(Guid accountId, Expression<Func<PlaybackSession, bool>> which, string reason, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = db.Sessions.Where(session => session.AccountId == accountId && session.EndedAt == null && session.ExpiresAt > now).Where(which);
        var sessions = await open.Select(session => new EndedSession(session.SessionId, session.ExpiresAt)).ToListAsync(cancel);
        if (sessions.Count == 0)
        {
            return;
        }

        foreach (var session in sessions)
        {
            await leases.EndAsync(accountId, session.SessionId, reason);
        }

        await edges.RefuseAsync(sessions, cancel); // before they are marked: a repeat must find them
        await open.ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now).SetProperty(session => session.EndReason, reason), cancel);
    }

    internal async Task EndAsync(Guid accountId, IReadOnlyCollection<Guid> sessionIds, string reason, CancellationToken cancel)
    {
        foreach (var sessionId in sessionIds)
        {
            await leases.EndAsync(accountId, sessionId, reason); // first, and also of one whose row is not written yet: it gets no manifest then
        }

        if (sessionIds.Count > 0)
        {
            // With what waits to follow them: it would play on uncounted.
            await EndAsync(accountId, session => sessionIds.Contains(session.SessionId) || sessionIds.Contains(session.PreloadOf!.Value), reason, cancel);
        }
    }
}
