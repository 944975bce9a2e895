using System.Collections.Concurrent;
using Netflix.Contracts;

namespace Netflix.Delivery.Tokens;

/// <summary>
/// Sessions that were ended before their path tokens expire: their device was signed out, their account is gone. An edge
/// learns of them by the answers to its heartbeats, within two seconds, and keeps each until its token has expired: 40 bytes
/// a session. Asking allocates nothing, and costs a look at an empty table nearly always.
/// </summary>
internal sealed class RefusedSessions(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, long> untilUnixSeconds = new();

    /// <summary>As of when this edge knows them all; null at its start, when it must be told of all.</summary>
    internal DateTimeOffset? KnownUntil { get; private set; }

    internal bool Contains(Guid sessionId) => !untilUnixSeconds.IsEmpty && untilUnixSeconds.ContainsKey(sessionId);

    internal void Take(HeartbeatAnswer answer)
    {
        foreach (var session in answer.Refused)
        {
            untilUnixSeconds[session.SessionId] = session.Until.ToUnixTimeSeconds();
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (sessionId, until) in untilUnixSeconds)
        {
            if (until < now)
            {
                untilUnixSeconds.TryRemove(sessionId, out _);
            }
        }

        KnownUntil = answer.AsOf;
    }
}

/// <summary>What the web tells an edge in return.</summary>
internal sealed record HeartbeatAnswer(DateTimeOffset AsOf, IReadOnlyList<EndedSession> Refused);
