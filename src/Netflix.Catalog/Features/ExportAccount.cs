using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Catalog.Features;

/// <summary>What an account's profiles rated and listed, for its owner to take along.</summary>
internal sealed class ExportAccount(CatalogDbContext db) : IAccountData
{
    internal sealed record Rating(Guid ProfileId, Guid ContentId, string Title, int Stars, DateTimeOffset RatedAt);
    internal sealed record Listed(Guid ProfileId, Guid ContentId, string Title, DateTimeOffset AddedAt);
    internal sealed record Part(IReadOnlyList<Rating> Ratings, IReadOnlyList<Listed> MyList);

    public string Section => CatalogDbContext.Schema;

    public async Task<object?> ExportAsync(Guid accountId, IReadOnlyList<Guid> profileIds, CancellationToken cancel) => new Part(
        await db.Ratings.AsNoTracking().Where(rating => profileIds.Contains(rating.ProfileId)).OrderBy(rating => rating.RatedAt)
            .Join(db.Titles, rating => rating.ContentId, title => title.ContentId,
                (rating, title) => new Rating(rating.ProfileId, rating.ContentId, title.Name, rating.Stars, rating.RatedAt)).ToListAsync(cancel),
        await db.MyList.AsNoTracking().Where(entry => profileIds.Contains(entry.ProfileId)).OrderBy(entry => entry.AddedAt)
            .Join(db.Titles, entry => entry.ContentId, title => title.ContentId,
                (entry, title) => new Listed(entry.ProfileId, entry.ContentId, title.Name, entry.AddedAt)).ToListAsync(cancel));
}
