using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Netflix.Contracts;
using Netflix.Encoding.Markers;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Features;

/// <summary>Shows the markers of a video, and replaces them; what the studio saves, detection leaves alone.</summary>
internal static class EditMarkers
{
    private const int Most = 500;
    private const int LongestTitle = 200;
    private const double Rounding = 0.001;

    internal sealed record Item(string? Kind, double? Start, double? End, string? Title = null, double? Confidence = null, string? Source = null);

    /// <summary>What the studio reads, and sends back changed; of that only kind, start, end and title count.</summary>
    internal sealed record Sheet(Guid? VideoId, IReadOnlyList<Item?>? Markers, double? DurationSeconds = null, bool? Edited = null);

    internal static void Map(IEndpointRouteBuilder videos)
    {
        videos.MapGet("/{videoId:guid}/markers", Read).WithSummary("The intro, recap, credits and chapters of a video.")
            .WithDescription("Answers the revision as ETag, for If-Match of an edit. Found markers have a confidence, 0 to 1, and the source 'auto'.").ProducesProblem(404);
        videos.MapPut("/{videoId:guid}/markers", Replace).WithSummary("Replaces all markers of a video.")
            .WithDescription("From then on detection leaves them alone. With If-Match it replaces only that revision: 412 when somebody changed them meanwhile.")
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(412);
    }

    internal static async Task<Results<Ok<Sheet>, ProblemHttpResult>> Read(Guid videoId, HttpContext http, EncodingDbContext db, CancellationToken cancel) =>
        await db.Markers.AsNoTracking().FirstOrDefaultAsync(one => one.VideoId == videoId, cancel) is { } video ? Shown(video, http) : NoSuchVideo();

    internal static async Task<Results<Ok<Sheet>, ValidationProblem, ProblemHttpResult>> Replace(
        Guid videoId, Sheet sheet, [FromHeader(Name = "If-Match")] string? ifMatch, HttpContext http, EncodingDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.FindMarkersAsync(videoId, cancel) is not { } video)
        {
            return NoSuchVideo();
        }

        if (Revision.Refusal(ifMatch, TagOf(video), "Somebody changed the markers meanwhile: read them again, then repeat your change.") is { } refusal)
        {
            return refusal;
        }

        if (Fault(sheet.Markers, video.DurationSeconds) is var (field, text))
        {
            return Problems.Invalid(field, text);
        }

        video.Edit(sheet.Markers!.Select(one => new Marker(
            one!.Kind!, Math.Round(one.Start!.Value, 3), Math.Round(one.End!.Value, 3), string.IsNullOrWhiteSpace(one.Title) ? null : one.Title.Trim())));
        db.Publish(video.Changed(clock.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return Shown(video, http);
    }

    /// <summary>The first field that cannot be taken, with what to do about it.</summary>
    internal static (string Field, string Text)? Fault(IReadOnlyList<Item?>? markers, double seconds)
    {
        if (markers is null || markers.Count > Most)
        {
            return ("markers", $"Send the list of all markers, at most {Most}; an empty one removes them.");
        }

        foreach (var (i, marker) in markers.Index())
        {
            var fault = marker switch
            {
                null => ("kind", "A marker is an object with kind, start and end."),
                { Kind: var kind } when !MarkerKind.All.Contains(kind) => ("kind", $"The kind is one of {string.Join(", ", MarkerKind.All)}."),
                { Start: null or < 0 } => ("start", "Say where it starts, in seconds from 0."),
                { Start: var start } when !double.IsFinite(start.Value) => ("start", "Say where it starts, in seconds from 0."),
                { Start: var start, End: var end } when end is null || !double.IsFinite(end.Value) || end - start < Rounding => ("end", "Say where it ends, in seconds after its start."),
                { End: var end } when end > seconds + Rounding => ("end", FormattableString.Invariant($"The video ends at {seconds:0.###} seconds: end the marker there or before.")),
                { Title: { } title } when title.Length > LongestTitle || !Validation.IsPlain(title) => ("title", $"Write at most {LongestTitle} letters, without control characters."),
                _ => ((string, string)?)null,
            };
            if (fault is var (field, text))
            {
                return ($"markers[{i}].{field}", text);
            }
        }

        // Chapters may lie within each other; a player offers one intro at a time.
        foreach (var kind in MarkerKind.All.Where(kind => kind != MarkerKind.Chapter))
        {
            var ofKind = markers.Index().Where(one => one.Item!.Kind == kind).OrderBy(one => one.Item!.Start).ToList();
            foreach (var (one, next) in ofKind.Zip(ofKind.Skip(1)))
            {
                if (next.Item!.Start < one.Item!.End)
                {
                    return ($"markers[{next.Index}].start", $"It starts within another {kind}: let them follow each other, or make them one.");
                }
            }
        }

        return null;
    }

    private static Ok<Sheet> Shown(VideoMarkers video, HttpContext http)
    {
        http.Response.Headers.ETag = TagOf(video).ToString();
        return TypedResults.Ok(new Sheet(
            video.VideoId, [.. video.Markers.Select(one => new Item(one.Kind, one.Start, one.End, one.Title, one.Confidence, one.Source))], Math.Round(video.DurationSeconds, 3), video.Edited));
    }

    private static EntityTagHeaderValue TagOf(VideoMarkers video) => Revision.TagOf(video.Revision);

    private static ProblemHttpResult NoSuchVideo() =>
        TypedResults.Problem("There is no such video, or nothing of it is encoded yet.", statusCode: StatusCodes.Status404NotFound);
}
