using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Reviews;

/// <summary>Moderators see every review with what is said against it, and decide whether viewers do.</summary>
internal static class ModerateReviews
{
    internal sealed record Item(
        Guid ReviewId, Guid ContentId, string Title, string Author, string Text, int? Rating, int Reports, IReadOnlyList<string> Reasons, bool Hidden, DateTimeOffset CreatedAt);

    internal static void Map(IEndpointRouteBuilder reviews)
    {
        reviews.MapGet("", List).WithSummary("All reviews, newest first; those with reports, or hidden ones, alone.").ProducesValidationProblem();
        reviews.MapPost("/{reviewId:guid}/hide", Hide).WithSummary("Hides a review from all but its author.").ProducesProblem(404);
        reviews.MapPost("/{reviewId:guid}/show", Show).WithSummary("Shows a review, and dismisses the reports against it.").ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Page<Item>>, ValidationProblem>> List(
        bool? reported, bool? hidden, int? page, int? limit, CatalogDbContext db, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        // Each filter as its own plain condition: the partial indexes serve those.
        var reviews = db.Reviews.AsNoTracking();
        reviews = reported switch { true => reviews.Where(review => review.Reports > 0), false => reviews.Where(review => review.Reports == 0), _ => reviews };
        reviews = reviews.Where(review => review.Text != Review.TakenBack);
        reviews = hidden switch { true => reviews.Where(review => review.Hidden), false => reviews.Where(review => !review.Hidden), _ => reviews };

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var total = await reviews.CountAsync(cancel);
        var items = await reviews.OrderByDescending(review => review.CreatedAt).ThenBy(review => review.ReviewId)
            .Skip((number - 1) * size).Take(size)
            .Select(review => new Item(
                review.ReviewId, review.ContentId, db.Titles.Where(title => title.ContentId == review.ContentId).Select(title => title.Name).First(),
                review.Author, review.Text,
                db.Ratings.Where(rating => rating.ContentId == review.ContentId && rating.ProfileId == review.ProfileId).Select(rating => (int?)rating.Stars).FirstOrDefault(),
                review.Reports,
                db.ReviewReports.Where(report => report.ReviewId == review.ReviewId && !report.Dismissed).OrderBy(report => report.ReportedAt).Select(report => report.Reason).ToList(),
                review.Hidden, review.CreatedAt))
            .ToListAsync(cancel);
        return TypedResults.Ok(new Page<Item>(items, total, number, size));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Hide(Guid reviewId, CatalogDbContext db, CancellationToken cancel) =>
        await db.Reviews.Where(review => review.ReviewId == reviewId).ExecuteUpdateAsync(set => set.SetProperty(review => review.Hidden, true), cancel) > 0
            ? TypedResults.NoContent()
            : TitleReviews.NoSuchReview();

    internal static async Task<Results<NoContent, ProblemHttpResult>> Show(Guid reviewId, CatalogDbContext db, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The review first: a report locks it too, so that none comes between.
        var shown = await db.Reviews.Where(review => review.ReviewId == reviewId).ExecuteUpdateAsync(
            set => set.SetProperty(review => review.Hidden, false).SetProperty(review => review.Reports, 0), cancel);
        await db.ReviewReports.Where(report => report.ReviewId == reviewId).ExecuteUpdateAsync(set => set.SetProperty(report => report.Dismissed, true), cancel);
        await transaction.CommitAsync(cancel);
        return shown > 0 ? TypedResults.NoContent() : TitleReviews.NoSuchReview();
    }
}
