using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Netflix.Contracts;

namespace Netflix.Encoding.Uploads;

/// <summary>Which video an upload is for.</summary>
internal static class UploadTarget
{
    /// <summary>The video, or why there is none: 404 for an unknown title, 400 for season, episode or trailer that do not fit it.</summary>
    internal static async Task<(VideoRef? Video, ProblemHttpResult? Problem)> FindAsync(
        ICatalog catalog, Guid contentId, int? season, int? episode, bool trailer, CancellationToken cancel)
    {
        if (await catalog.FindTypeAsync(contentId, cancel) is not { } type)
        {
            return (null, TypedResults.Problem("There is no such title.", statusCode: StatusCodes.Status404NotFound));
        }

        var wrong = trailer
            ? season is not null || episode is not null ? "A trailer is the title's: leave out seasonNumber and episodeNumber." : null
            : type == TitleType.Series
            ? season is null || episode is null ? "A series is uploaded by episode: name seasonNumber and episodeNumber." : null
            : season is not null || episode is not null ? "This title is no series: leave out seasonNumber and episodeNumber." : null;
        if (wrong is null && await catalog.FindVideoAsync(contentId, season, episode, trailer, cancel) is { } video)
        {
            return (video, null);
        }

        if (wrong is null && !trailer && type != TitleType.Series)
        {
            return (null, TypedResults.Problem("The title was deleted meanwhile.", statusCode: StatusCodes.Status404NotFound)); // for a film has its video from the first
        }

        return (null, TypedResults.Problem(
            wrong ?? (trailer ? "The title has no trailer to upload to: make it first, by POST /admin/content/{contentId}/trailer." : $"The series has no episode {episode} in season {season}: add it first."), statusCode: StatusCodes.Status400BadRequest));
    }
}
