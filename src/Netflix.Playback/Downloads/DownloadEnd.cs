using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Playback.Downloads;

/// <summary>
/// Takes downloads back: what is still being fetched is refused by the edges, no licence is renewed, and the device drops
/// the film the next time it asks. Again changes nothing.
/// </summary>
internal sealed class DownloadEnd(PlaybackDbContext db, IEdgeSteering edges, TimeProvider clock)
{
    /// <summary>Removes them.</summary>
    internal async Task RemoveAsync(Expression<Func<Download, bool>> which, CancellationToken cancel)
    {
        await RefuseAsync(which, cancel); // before they are gone: a repeat must find them
        await db.Downloads.Where(which).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Lets them expire: a renewal may bring them back.</summary>
    internal async Task ExpireAsync(Expression<Func<Download, bool>> which, CancellationToken cancel)
    {
        await RefuseAsync(which, cancel);
        var now = clock.GetUtcNow();
        await db.Downloads.Where(which).Where(one => one.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.ExpiresAt, now).SetProperty(one => one.FetchUntil, now), cancel);
    }

    private async Task RefuseAsync(Expression<Func<Download, bool>> which, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await db.Downloads.Where(which).Where(one => one.FetchUntil > now)
            .Select(one => new EndedSession(one.FetchId, one.FetchUntil)).ToListAsync(cancel);
        if (open.Count > 0)
        {
            await edges.RefuseAsync(open, cancel);
        }
    }
}
