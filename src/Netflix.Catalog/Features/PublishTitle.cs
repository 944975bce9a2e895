using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
        titles.MapPost("/{contentId:guid}/publish", Publish).ProducesProblem(404).ProducesProblem(409);
        titles.MapPost("/{contentId:guid}/unpublish", Unpublish).ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Publish(
        Guid contentId, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        if (!title.IsPlayable)
        {
            return TypedResults.Problem(
                "Nothing of this title is ready to play yet: upload a video and wait for its encoding.", statusCode: StatusCodes.Status409Conflict);
        }

        title.Publish(clock.GetUtcNow());
        db.Publish(new TitlePublished(contentId, title.PublishedAt!.Value));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Response(contentId, title.State, title.PublishedAt));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Unpublish(Guid contentId, CatalogDbContext db, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        title.Unpublish();
        db.Publish(new TitleChanged(contentId));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Response(contentId, title.State, title.PublishedAt));
    }
}
