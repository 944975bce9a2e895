using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Catalog.Features;

/// <summary>Removes a title; its event makes every module remove what it holds of it.</summary>
internal static class DeleteTitle
{
    internal static void Map(IEndpointRouteBuilder titles) => titles.MapDelete("/{contentId:guid}", Handle).ProducesProblem(404);

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(Guid contentId, CatalogDbContext db, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        var videos = title.AllVideos().Select(item => item.Video).ToList();
        db.Titles.Remove(title);
        db.RemoveRange(title.Seasons.SelectMany(season => season.Episodes));
        db.RemoveRange(videos);
        db.Publish(new TitleDeleted(contentId, videos.ConvertAll(video => video.VideoId)));
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
