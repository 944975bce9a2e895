using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>A profile's stars for a title, one each: a new rating replaces the old.</summary>
internal static class RateTitle
{
    internal const string Rule = "Give 1 to 5 stars.";

    internal sealed record Request(int? Rating);
    internal sealed record Response(double? AverageRating, int TotalRatings, int? UserRating);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Rating).Must(stars => stars is >= 1 and <= 5).WithMessage(Rule);
    }

    internal static void Map(IEndpointRouteBuilder content)
    {
        content.MapPost("/{contentId:guid}/rating", Rate).Validate<Request>().WithSummary("Gives a title 1 to 5 stars; replaces the profile's rating.").ProducesProblem(404);
        content.MapGet("/{contentId:guid}/rating", Get).WithSummary("A title's average, and the profile's own rating.").ProducesProblem(404);
        content.MapDelete("/{contentId:guid}/rating", TakeBack).WithSummary("Takes the profile's rating back.").ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Rate(
        Guid contentId, Request request, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var (viewer, now) = (http.Viewer(), clock.GetUtcNow());
        if (!await db.VisibleTo(viewer, now).AnyAsync(title => title.ContentId == contentId, cancel))
        {
            return GetStudioTitle.NoSuchTitle();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await StoreAsync(contentId, viewer, request.Rating!.Value, now, db, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(await ReadAsync(contentId, viewer, db, cancel));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Get(
        Guid contentId, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel) =>
        await db.VisibleTo(http.Viewer(), clock.GetUtcNow()).AnyAsync(title => title.ContentId == contentId, cancel)
            ? TypedResults.Ok(await ReadAsync(contentId, http.Viewer(), db, cancel))
            : GetStudioTitle.NoSuchTitle();

    /// <summary>What was given can be taken back also where the title is not to be seen any more.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> TakeBack(
        Guid contentId, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var (viewer, now) = (http.Viewer(), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Ratings.Where(rating => rating.ProfileId == viewer.ProfileId && rating.ContentId == contentId).ExecuteDeleteAsync(cancel) > 0)
        {
            db.Publish(new TitleRated(viewer.ProfileId, contentId, null, now));
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return TypedResults.NoContent();
        }

        return await db.VisibleTo(viewer, now).AnyAsync(title => title.ContentId == contentId, cancel) ? TypedResults.NoContent() : GetStudioTitle.NoSuchTitle();
    }

    /// <summary>The profile's stars, with the event of them, in the caller's transaction.</summary>
    internal static async Task StoreAsync(Guid contentId, Viewer viewer, int stars, DateTimeOffset now, CatalogDbContext db, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into catalog.ratings (profile_id, content_id, stars, rated_at)
            values ({viewer.ProfileId}, {contentId}, {stars}, {now})
            on conflict (profile_id, content_id) do update set stars = excluded.stars, rated_at = excluded.rated_at
            """, cancel);
        db.Publish(new TitleRated(viewer.ProfileId, contentId, stars, now));
    }

    private static async Task<Response> ReadAsync(Guid contentId, Viewer viewer, CatalogDbContext db, CancellationToken cancel)
    {
        var all = await db.Activity.AsNoTracking().FirstOrDefaultAsync(activity => activity.ContentId == contentId, cancel);
        var own = await db.Ratings.Where(rating => rating.ProfileId == viewer.ProfileId && rating.ContentId == contentId)
            .Select(rating => (int?)rating.Stars).FirstOrDefaultAsync(cancel);
        return new Response(all?.AverageRating, all?.RatingCount ?? 0, own);
    }
}
