using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Catalog.Features;

/// <summary>Removes a title; its event makes every module remove what it holds of it.</summary>
internal static class DeleteTitle
{
    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapDelete("/{contentId:guid}", Handle).EditsTitle().WithSummary("Removes a title with all that belongs to it.");

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid contentId, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, CatalogDbContext db, CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        var videos = title.AllVideos().Select(item => item.Video).ToList();
        if (title.Trailer is { } trailer)
        {
            videos.Add(trailer);
        }

        db.RemoveRange(title.Seasons.SelectMany(season => season.Episodes));
        db.RemoveRange(title.Seasons);
        db.Titles.Remove(title);
        db.RemoveRange(videos);
        db.Publish(new TitleDeleted(contentId, videos.ConvertAll(video => video.VideoId)));
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
