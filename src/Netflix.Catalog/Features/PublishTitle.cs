using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Catalog.Features;

/// <summary>Makes a title visible and playable once it has something to play; or hides it again.</summary>
internal static class PublishTitle
{
    internal sealed record Response(Guid ContentId, TitleState State, DateTimeOffset? PublishedAt);

    internal static void Map(IEndpointRouteBuilder titles)
    {
        titles.MapPost("/{contentId:guid}/publish", Publish).EditsTitle()
            .WithSummary("Makes a title visible and playable; 409 while nothing of it is ready to play.").ProducesProblem(409);
        titles.MapPost("/{contentId:guid}/unpublish", Unpublish).EditsTitle().WithSummary("Makes a title a draft again.");
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Publish(
        Guid contentId, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        if (!title.IsPlayable)
        {
            return TypedResults.Problem(
                "Nothing of this title is ready to play yet: upload a video and wait for its encoding.", statusCode: StatusCodes.Status409Conflict);
        }

        title.Publish(clock.GetUtcNow());
        db.Publish(new TitlePublished(contentId, title.PublishedAt!.Value));
        return await SaveAsync(title, http, db, cancel);
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Unpublish(
        Guid contentId, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        title.Unpublish();
        db.Publish(new TitleChanged(contentId));
        return await SaveAsync(title, http, db, cancel);
    }

    private static async Task<Ok<Response>> SaveAsync(Title title, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        http.Tag(title);
        return TypedResults.Ok(new Response(title.ContentId, title.State, title.PublishedAt));
    }
}
