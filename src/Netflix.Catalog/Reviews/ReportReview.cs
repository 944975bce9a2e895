using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Catalog.Features;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Reviews;

/// <summary>Tells the moderators of a review that should not be seen; enough reports hide it until they decide.</summary>
internal static class ReportReview
{
    internal sealed record Request(string? Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).NotNull().WithMessage("Say what is wrong with the review.").PlainText(500);
    }

    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapPost("/{contentId:guid}/reviews/{reviewId:guid}/report", Handle).Validate<Request>()
            .WithSummary("Reports a review to the moderators; once a profile, again changes nothing.").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid contentId, Guid reviewId, Request request, HttpContext http, CatalogDbContext db, IOptions<ReviewOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var (viewer, now, enough) = (http.Viewer(), clock.GetUtcNow(), options.Value.ReportsToHide);
        if (!await db.VisibleTo(viewer, now).AnyAsync(title => title.ContentId == contentId, cancel))
        {
            return GetStudioTitle.NoSuchTitle();
        }

        if (viewer.IsKids)
        {
            return TitleReviews.KidsMayNot();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var review = await db.Reviews.FromSql($"select * from catalog.reviews where review_id = {reviewId} and content_id = {contentId} for update")
            .AsNoTracking().FirstOrDefaultAsync(cancel);
        if (review?.ProfileId == viewer.ProfileId)
        {
            return TypedResults.Problem("This review is your own: change it, or remove it.", statusCode: StatusCodes.Status409Conflict);
        }

        var known = await db.ReviewReports.AnyAsync(report => report.ReviewId == reviewId && report.ProfileId == viewer.ProfileId, cancel);
        if (review is null || (review.Hidden && !known))
        {
            return TitleReviews.NoSuchReview();
        }

        if (!known)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into catalog.review_reports (review_id, profile_id, reason, reported_at)
                values ({reviewId}, {viewer.ProfileId}, {request.Reason!.Trim()}, {now});
                update catalog.reviews set reports = reports + 1, hidden = hidden or reports + 1 >= {enough} where review_id = {reviewId};
                """, cancel);
        }

        await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }
}
