using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;

namespace Netflix.Identity;

/// <summary>
/// Who watches, for every other module. Nearly every request asks, so an account's viewers are kept for five seconds;
/// a change made in this process shows at once, one made in another within that time.
/// </summary>
internal sealed class Viewers(IServiceScopeFactory scopes) : IViewers, IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 200_000 }); // in profiles: some 60 MB when full

    public async ValueTask<Viewer?> FindAsync(Guid accountId, Guid profileId, CancellationToken cancel)
    {
        if (cache.TryGetValue(accountId, out Viewer[]? known) && Of(known!, profileId) is { } viewer)
        {
            return viewer;
        }

        // A profile that the kept list lacks may have been made by another replica just now: ask.
        var viewers = await ReadAsync(accountId, cancel);
        if (viewers.Length > 0)
        {
            cache.Set(accountId, viewers, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = viewers.Length });
        }

        return Of(viewers, profileId);
    }

    public async ValueTask<bool> IsUnlockedAsync(Guid deviceId, Guid profileId, CancellationToken cancel)
    {
        if (cache.TryGetValue((deviceId, profileId), out _))
        {
            return true;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        if (!await db.Unlocks.AnyAsync(unlock => unlock.DeviceId == deviceId && unlock.ProfileId == profileId, cancel))
        {
            return false;
        }

        cache.Set((deviceId, profileId), true, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = 1 });
        return true;
    }

    /// <summary>After a commit that changed the account or a profile of it.</summary>
    internal void Forget(Guid accountId) => cache.Remove(accountId);

    public void Dispose() => cache.Dispose();

    private static Viewer? Of(Viewer[] viewers, Guid profileId)
    {
        foreach (var viewer in viewers)
        {
            if (viewer.ProfileId == profileId)
            {
                return viewer;
            }
        }

        return null;
    }

    private async Task<Viewer[]> ReadAsync(Guid accountId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        var rows = await db.Profiles.AsNoTracking()
            .Where(profile => profile.AccountId == accountId)
            .Join(db.Users, profile => profile.AccountId, account => account.Id, (profile, account) =>
                new { Profile = profile, account.Country, account.Language, account.Plan, account.Subscription })
            .ToListAsync(cancel);
        return rows.ConvertAll(row => new Viewer(
            accountId, row.Profile.ProfileId, row.Country, row.Profile.Language ?? row.Language, row.Profile.MaxMaturity,
            row.Profile.IsKids, row.Plan, row.Subscription, row.Profile.DataSaver) { HasPin = row.Profile.PinHash is not null, Name = row.Profile.Name }).ToArray();
    }
}
