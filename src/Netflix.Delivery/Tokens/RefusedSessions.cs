using System.Collections.Concurrent;
using Netflix.Contracts;
using Netflix.Delivery.Prefill;

namespace Netflix.Delivery.Tokens;

/// <summary>
/// Sessions that ended before their path tokens expire: stopped, taken over, their device signed out, their account gone. An edge
/// learns of them by the answers to its heartbeats, within two seconds, and keeps each until its token has expired: about 100
/// bytes a session. Asking allocates nothing, and costs one look into a table.
/// </summary>
internal sealed class RefusedSessions(TimeProvider clock)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, long> untilUnixSeconds = new();
    private long sweptAt;

    /// <summary>As of when this edge knows them all; null at its start, when it must be told of all.</summary>
    internal DateTimeOffset? KnownUntil { get; private set; }

    internal bool Contains(Guid sessionId) => !untilUnixSeconds.IsEmpty && untilUnixSeconds.ContainsKey(sessionId);

    internal void Take(HeartbeatAnswer answer)
    {
        foreach (var session in answer.Refused)
        {
            untilUnixSeconds[session.SessionId] = session.Until.ToUnixTimeSeconds();
        }

        KnownUntil = answer.AsOf;
        if (sweptAt != 0 && clock.GetElapsedTime(sweptAt) < SweepEvery)
        {
            return;
        }

        sweptAt = clock.GetTimestamp();
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (sessionId, until) in untilUnixSeconds)
        {
            if (until < now)
            {
                untilUnixSeconds.TryRemove(sessionId, out _);
            }
        }
    }
}

/// <summary>What the web tells an edge in return.</summary>
/// <param name="AsOf">Up to when <paramref name="Refused"/> goes: all of it, or the first part of much.</param>
/// <param name="ContentVersion">Of what the web knows the edge to hold.</param>
/// <param name="Prefill">What it should be fetching; null for nothing.</param>
internal sealed record HeartbeatAnswer(DateTimeOffset AsOf, IReadOnlyList<EndedSession> Refused, long ContentVersion = 0, PrefillOrder? Prefill = null);
