using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Features;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Reviews;

/// <summary>What profiles write of a title. Kids neither read nor write it: nobody has read it before them.</summary>
internal static class TitleReviews
{
    internal sealed record Request(string? Text, int? Rating);

    internal sealed record Response(Guid ReviewId, string Author, int? Rating, string Text, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Own, bool Hidden);

    private sealed record Written(Guid ReviewId, DateTimeOffset CreatedAt, bool IsNew, bool Hidden);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Text).NotNull().WithMessage("Write what you think of the title.").PlainText(5000);
            RuleFor(request => request.Rating).Must(stars => stars is null or (>= 1 and <= 5)).WithMessage(RateTitle.Rule);
        }
    }

    internal static void Map(IEndpointRouteBuilder content)
    {
        content.MapGet("/{contentId:guid}/reviews", List).WithSummary("A title's reviews, newest first.").ProducesProblem(404).ProducesValidationProblem();
        content.MapPost("/{contentId:guid}/reviews", Write).Validate<Request>()
            .WithSummary("Reviews a title: 201, or 200 when it replaces the profile's review. Stars, if given, are its rating too.").ProducesProblem(403).ProducesProblem(404);
        content.MapDelete("/{contentId:guid}/reviews/{reviewId:guid}", Remove).WithSummary("Removes one's own review.").ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Page<Response>>, ValidationProblem, ProblemHttpResult>> List(
        Guid contentId, int? page, int? limit, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        if (!await db.VisibleTo(viewer, clock.GetUtcNow()).AnyAsync(title => title.ContentId == contentId, cancel))
        {
            return GetStudioTitle.NoSuchTitle();
        }

        if (viewer.IsKids)
        {
            return TypedResults.Ok(new Page<Response>([], 0, number, size));
        }

        var reviews = db.Reviews.AsNoTracking().Where(review => review.ContentId == contentId && (!review.Hidden || (review.ProfileId == viewer.ProfileId && review.Text != Review.TakenBack)));
        var total = await reviews.CountAsync(cancel);
        var items = await reviews.OrderByDescending(review => review.CreatedAt).ThenBy(review => review.ReviewId)
            .Skip((number - 1) * size).Take(size)
            .Select(review => new Response(
                review.ReviewId, review.Author,
                db.Ratings.Where(rating => rating.ContentId == contentId && rating.ProfileId == review.ProfileId).Select(rating => (int?)rating.Stars).FirstOrDefault(),
                review.Text, review.CreatedAt, review.UpdatedAt, review.ProfileId == viewer.ProfileId, review.Hidden))
            .ToListAsync(cancel);
        return TypedResults.Ok(new Page<Response>(items, total, number, size));
    }

    internal static async Task<Results<Ok<Response>, Created<Response>, ProblemHttpResult>> Write(
        Guid contentId, Request request, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var (viewer, now, text) = (http.Viewer(), clock.GetUtcNow(), request.Text!.Trim());
        if (!await db.VisibleTo(viewer, now).AnyAsync(title => title.ContentId == contentId, cancel))
        {
            return GetStudioTitle.NoSuchTitle();
        }

        if (viewer.IsKids)
        {
            return KidsMayNot();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // xmax is 0 for a row that this statement has made. A hidden review stays hidden, whatever its new words.
        var written = (await db.Database.SqlQuery<Written>($"""
            insert into catalog.reviews as review (review_id, content_id, profile_id, author, text, created_at, updated_at)
            values ({Guid.CreateVersion7(now)}, {contentId}, {viewer.ProfileId}, {viewer.Name}, {text}, {now}, {now})
            on conflict (content_id, profile_id) do update set author = excluded.author, text = excluded.text, updated_at = excluded.updated_at
            returning review_id as "ReviewId", created_at as "CreatedAt", xmax = 0 as "IsNew", hidden as "Hidden"
            """).ToListAsync(cancel)).Single();
        if (request.Rating is { } stars)
        {
            await RateTitle.StoreAsync(contentId, viewer, stars, now, db, cancel);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        var rating = request.Rating ?? await db.Ratings.Where(one => one.ContentId == contentId && one.ProfileId == viewer.ProfileId)
            .Select(one => (int?)one.Stars).FirstOrDefaultAsync(cancel);
        var review = new Response(written.ReviewId, viewer.Name, rating, text, written.CreatedAt, now, Own: true, written.Hidden);
        return written.IsNew ? TypedResults.Created($"/api/v1/content/{contentId}/reviews", review) : TypedResults.Ok(review);
    }

    /// <summary>One's own words can be taken back also where the title is not to be seen any more.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid contentId, Guid reviewId, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        var profileId = http.Viewer().ProfileId;
        var own = db.Reviews.Where(review => review.ReviewId == reviewId && review.ContentId == contentId && review.ProfileId == profileId && review.Text != Review.TakenBack);
        var removed = await own.Where(review => !review.Hidden).ExecuteDeleteAsync(cancel);
        if (removed == 0)
        {
            // Of a hidden one the moderator's word stays: the same author's next would show at once otherwise.
            removed = await own.ExecuteUpdateAsync(set => set.SetProperty(review => review.Text, Review.TakenBack), cancel);
        }

        return removed > 0 ? TypedResults.NoContent() : NoSuchReview();
    }

    internal static ProblemHttpResult KidsMayNot() =>
        TypedResults.Problem("A kids profile neither reads nor writes reviews.", statusCode: StatusCodes.Status403Forbidden);

    internal static ProblemHttpResult NoSuchReview() => TypedResults.Problem("There is no such review.", statusCode: StatusCodes.Status404NotFound);
}
