using Microsoft.EntityFrameworkCore;

namespace Netflix.Personalization;

/// <summary>What a country has started most in the last week.</summary>
internal sealed class Trending(PersonalizationDbContext db, TimeProvider clock)
{
    private const int Days = 7;

    /// <summary>Titles, the most started first.</summary>
    internal async Task<List<Guid>> InAsync(string country, int limit, CancellationToken cancel)
    {
        var since = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-Days);
        return await db.Starts.Where(starts => starts.Country == country && starts.Day > since)
            .GroupBy(starts => starts.ContentId)
            .OrderByDescending(title => title.Sum(starts => starts.Count)).ThenBy(title => title.Key)
            .Select(title => title.Key).Take(limit).ToListAsync(cancel);
    }
}
