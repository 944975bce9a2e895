using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Catalog.Features;

/// <summary>What an account's profiles rated, reviewed, reported and listed, for its owner to take along.</summary>
internal sealed class ExportAccount(CatalogDbContext db) : IAccountData
{
    internal sealed record Rating(Guid ProfileId, Guid ContentId, string Title, int Stars, DateTimeOffset RatedAt);
    internal sealed record WrittenReview(Guid ReviewId, Guid ProfileId, Guid ContentId, string Title, string Text, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Hidden);
    internal sealed record Report(Guid ReviewId, Guid ProfileId, string Reason, DateTimeOffset ReportedAt);
    internal sealed record Listed(Guid ProfileId, Guid ContentId, string Title, DateTimeOffset AddedAt, int Position);

    internal sealed record Part(
        IReadOnlyList<Rating> Ratings, IReadOnlyList<WrittenReview> Reviews, IReadOnlyList<Report> ReviewReports, IReadOnlyList<Listed> MyList);

    public string Section => CatalogDbContext.Schema;

    public async Task<object?> ExportAsync(Guid accountId, IReadOnlyList<Guid> profileIds, CancellationToken cancel) => new Part(
        await db.Ratings.AsNoTracking().Where(rating => profileIds.Contains(rating.ProfileId)).OrderBy(rating => rating.RatedAt)
            .Join(db.Titles, rating => rating.ContentId, title => title.ContentId,
                (rating, title) => new Rating(rating.ProfileId, rating.ContentId, title.Name, rating.Stars, rating.RatedAt)).ToListAsync(cancel),
        await db.Reviews.AsNoTracking().Where(review => profileIds.Contains(review.ProfileId)).OrderBy(review => review.CreatedAt)
            .Join(db.Titles, review => review.ContentId, title => title.ContentId,
                (review, title) => new WrittenReview(
                    review.ReviewId, review.ProfileId, review.ContentId, title.Name, review.Text, review.CreatedAt, review.UpdatedAt, review.Hidden)).ToListAsync(cancel),
        await db.ReviewReports.AsNoTracking().Where(report => profileIds.Contains(report.ProfileId)).OrderBy(report => report.ReportedAt)
            .Select(report => new Report(report.ReviewId, report.ProfileId, report.Reason, report.ReportedAt)).ToListAsync(cancel),
        await db.MyList.AsNoTracking().Where(entry => profileIds.Contains(entry.ProfileId)).OrderBy(entry => entry.Position)
            .Join(db.Titles, entry => entry.ContentId, title => title.ContentId,
                (entry, title) => new Listed(entry.ProfileId, entry.ContentId, title.Name, entry.AddedAt, entry.Position)).ToListAsync(cancel));
}
