using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Shows the stills that could stand for a title, and makes one of them its picture.</summary>
internal static class ChooseArtwork
{
    /// <param name="File">With the video, what a choice names.</param>
    /// <param name="At">Seconds into the video.</param>
    /// <param name="Score">0 to 1.</param>
    internal sealed record Candidate(Guid VideoId, string File, string Url, string WideUrl, double At, double Score, bool InUse);

    internal sealed record Response(Guid ContentId, IReadOnlyList<Candidate> Candidates);

    /// <param name="File">Null: the best by score, and of a new asset again.</param>
    /// <param name="VideoId">May be left out where one video alone has stills.</param>
    internal sealed record Request(string? File, Guid? VideoId);

    internal static void Map(IEndpointRouteBuilder titles)
    {
        titles.MapGet("/{contentId:guid}/artwork", Read).WithSummary("The stills of a title's videos that could be its picture.")
            .WithDescription("Answers the title's revision as ETag, for If-Match of a choice.").ProducesProblem(404);
        titles.MapPut("/{contentId:guid}/artwork", Choose).EditsTitle().WithSummary("Makes a still the title's picture.").ProducesValidationProblem();
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Read(Guid contentId, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        http.Tag(title);
        return TypedResults.Ok(Shown(title));
    }

    internal static async Task<Results<Ok<Response>, ValidationProblem, ProblemHttpResult>> Choose(
        Guid contentId, Request request, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        if (request.File is null)
        {
            title.ChooseArtwork(null, null);
        }
        else
        {
            var videos = title.VideosWithPictures().Where(video => video.Artwork.Any(still => still.File == request.File)).ToList();
            if (videos.Count == 0)
            {
                return Problems.Invalid("file", "No video of the title has such a still: take a file that GET answers.");
            }

            if ((request.VideoId is { } wanted ? videos.Find(video => video.VideoId == wanted) : videos is [var only] ? only : null) is not { } chosen)
            {
                return Problems.Invalid("videoId", "Several videos of the title have stills: name the one that GET answers with the file.");
            }

            title.ChooseArtwork(chosen, chosen.Artwork.Index().First(still => still.Item.File == request.File).Index + 1);
        }

        db.Publish(new TitleChanged(contentId));
        await db.SaveChangesAsync(cancel);
        http.Tag(title);
        return TypedResults.Ok(Shown(title));
    }

    private static Response Shown(Title title) => new(title.ContentId, [.. title.VideosWithPictures().SelectMany(video => video.Artwork.Index().Select(still => new Candidate(
        video.VideoId, still.Item.File, Cards.ArtworkUrl(video.AssetId, "card", still.Index + 1)!, Cards.ArtworkUrl(video.AssetId, "poster", still.Index + 1)!,
        still.Item.At, still.Item.Score, video.AssetId == title.ArtworkAssetId && still.Index + 1 == (title.ArtworkNumber ?? 1))))]);
}
