using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Catalog.Features;

/// <summary>Gives a title a trailer to upload to, or takes it away.</summary>
internal static class TitleTrailer
{
    internal sealed record Response(Guid VideoId);

    internal static void Map(IEndpointRouteBuilder titles)
    {
        titles.MapPost("/{contentId:guid}/trailer", Add).EditsTitle()
            .WithSummary("Makes the video of the title's trailer; uploads with trailer=true go to it. 200 when it is there already.");
        titles.MapDelete("/{contentId:guid}/trailer", Remove).EditsTitle().WithSummary("Removes the title's trailer.");
    }

    internal static async Task<Results<Ok<Response>, Created<Response>, ProblemHttpResult>> Add(
        Guid contentId, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        if (title.Trailer is { } there)
        {
            http.Tag(title);
            return TypedResults.Ok(new Response(there.VideoId));
        }

        var trailer = title.AddTrailer();
        db.Add(trailer);
        db.Publish(new TitleChanged(contentId));
        await db.SaveChangesAsync(cancel);
        http.Tag(title);
        return TypedResults.Created($"/api/v1/admin/content/{contentId}", new Response(trailer.VideoId));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid contentId, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        if (title.Trailer is { } trailer)
        {
            title.RemoveTrailer();
            db.Remove(trailer);
            db.Publish(new TitleChanged(contentId));
            db.Publish(new VideoDeleted(contentId, trailer.VideoId));
            await db.SaveChangesAsync(cancel);
        }

        http.Tag(title);
        return TypedResults.NoContent();
    }
}
