using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;

namespace Netflix.Playback;

/// <summary>
/// Sessions by id. Their facts never change, so a process keeps those in use; whether one has ended is asked elsewhere. A database context is
/// made for those not kept alone: making one costs a tenth of a progress call.
/// </summary>
internal sealed class Sessions(IServiceScopeFactory scopes, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    internal async ValueTask<PlaybackSession?> FindAsync(Guid sessionId, CancellationToken cancel)
    {
        if (cache.TryGetValue(sessionId, out PlaybackSession? session))
        {
            return session;
        }

        await using var scope = scopes.CreateAsyncScope();
        session = await scope.ServiceProvider.GetRequiredService<PlaybackDbContext>().Sessions.AsNoTracking().FirstOrDefaultAsync(one => one.SessionId == sessionId, cancel);
        if (session is not null)
        {
            cache.Set(sessionId, session, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
        }

        return session;
    }

    /// <summary>Null also for a session of another account or profile.</summary>
    internal async ValueTask<PlaybackSession?> FindAsync(Guid sessionId, Viewer viewer, CancellationToken cancel) =>
        await FindAsync(sessionId, cancel) is { } session && session.AccountId == viewer.AccountId && session.ProfileId == viewer.ProfileId ? session : null;
}
