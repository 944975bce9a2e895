using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Netflix.Personalization;

/// <summary>What a country has started most lately; kept for half a minute, as all of a country ask alike.</summary>
internal sealed class Trending(PersonalizationDbContext db, IMemoryCache cache, TimeProvider clock)
{
    internal const int Week = 7, Quarter = 90;

    private const int Kept = 100;
    private static readonly TimeSpan For = TimeSpan.FromSeconds(30);

    /// <summary>Titles, the most started first; at most 100.</summary>
    internal async Task<List<Guid>> InAsync(string country, int days, int limit, CancellationToken cancel)
    {
        var all = await cache.GetOrCreateAsync((typeof(Trending), country, days), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = For;
            var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-days);
            return await db.Starts.Where(starts => starts.Country == country && starts.Day > since)
                .GroupBy(starts => starts.ContentId)
                .OrderByDescending(title => title.Sum(starts => starts.Count)).ThenBy(title => title.Key)
                .Select(title => title.Key).Take(Kept).ToListAsync(cancel);
        });
        return [.. all!.Take(limit)];
    }
}
