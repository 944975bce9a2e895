using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Personalization.Features;

/// <summary>What an account's profiles said of titles, beside what Catalog and Playback hold, for its owner to take along.</summary>
internal sealed class ExportAccount(PersonalizationDbContext db) : IAccountData
{
    internal sealed record Said(Guid ProfileId, Guid ContentId, int Started, string? Country, bool Picked, bool Hidden, DateTimeOffset At);

    public string Section => PersonalizationDbContext.Schema;

    public async Task<object?> ExportAsync(Guid accountId, IReadOnlyList<Guid> profileIds, CancellationToken cancel) =>
        await db.Signals.AsNoTracking().Where(signal => profileIds.Contains(signal.ProfileId)).OrderBy(signal => signal.At)
            .Select(signal => new Said(signal.ProfileId, signal.ContentId, signal.Started, signal.Country, signal.Picked, signal.Hidden, signal.At)).ToListAsync(cancel);
}
