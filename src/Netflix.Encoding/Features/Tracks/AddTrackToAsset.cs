using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Text;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features.Tracks;

/// <summary>Adds subtitles, or a dub, to a title that is encoded already; a job does it, and new sessions find the track.</summary>
internal static class AddTrackToAsset
{
    private static readonly string[] AudioKinds = ["main", "commentary", "description"];
    private static readonly TimeSpan TimeToClean = TimeSpan.FromSeconds(30);

    internal sealed record Response(Guid EncodingJobId);

    internal static void Map(IEndpointRouteBuilder content)
    {
        Describe(content.MapPost("/{contentId:guid}/subtitles", Subtitles), "Add subtitles to an encoded title");
        Describe(content.MapPost("/{contentId:guid}/audio", Audio), "Add a sound track to an encoded title");

        static void Describe(RouteHandlerBuilder route, string summary) => route
            .WithMetadata(new DisableRequestSizeLimitAttribute()) // our own limits hold
            .Produces<Response>(202).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
            .WithSummary(summary);
    }

    /// <summary>The file is small: it is read at once, so that what is wrong with it is said at once.</summary>
    internal static async Task<IResult> Subtitles(
        Guid contentId, HttpRequest request, ICatalog catalog, EncodingDbContext db, UploadReceiver receiver, IOptions<EncodingOptions> options,
        TimeProvider clock, CancellationToken cancel)
    {
        var (form, most, file) = (new TrackForm(), options.Value.MaxSubtitleBytes, new MemoryStream());
        var problem = await UnknownAsync(catalog, contentId, cancel) ?? await form.ReadAsync(request, async body =>
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0;)
            {
                if (file.Length + read > most)
                {
                    return TrackForm.Refuse(StatusCodes.Status413PayloadTooLarge, $"The largest file of subtitles taken is {ByteSize.Text(most)}.");
                }

                file.Write(buffer, 0, read);
            }

            return null;
        }, cancel);
        if (problem is not null)
        {
            return problem;
        }

        var fields = form.Fields(TrackLabels.Kinds);
        if (fields.Problem is not null)
        {
            return fields.Problem;
        }

        var (target, video, none) = await TrackTarget.FindAsync(catalog, db, contentId, fields.Season, fields.Episode, toAdd: true, cancel);
        if (target is null)
        {
            return none!;
        }

        try
        {
            CueRepair.Within(SubtitleFile.Read(file.GetBuffer().AsSpan(0, (int)file.Length)).Cues, TimeSpan.FromSeconds(target.Asset!.DurationSeconds));
        }
        catch (SubtitlesRefusedException refusal)
        {
            return TrackForm.Refuse(StatusCodes.Status422UnprocessableEntity, refusal.Message);
        }

        var upload = Upload.Begin(contentId, null, form.FileName, null, clock.GetUtcNow(), options.Value.UploadLifetime);
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(cancel);
        file.Position = 0;
        (_, upload) = await receiver.ReceiveAsync(upload, file, null, cancel);
        var added = new AddedTrack(target.JobId, target.AssetId, TrackMedium.Text, fields.Language, fields.Label, fields.Kind);
        return await StartAsync(db, upload, video!, form.FileName, added, $"{fields.Kind} {fields.Language}", clock);
    }

    internal static async Task<IResult> Audio(
        Guid contentId, HttpRequest request, ICatalog catalog, EncodingDbContext db, UploadReceiver receiver, IOptions<EncodingOptions> options,
        TimeProvider clock, CancellationToken cancel)
    {
        var (form, upload, started) = (new TrackForm(), (Upload?)null, false);
        try
        {
            var problem = await UnknownAsync(catalog, contentId, cancel) ?? await form.ReadAsync(request, async body =>
            {
                upload = Upload.Begin(contentId, null, form.FileName, null, clock.GetUtcNow(), options.Value.UploadLifetime);
                db.Uploads.Add(upload);
                await db.SaveChangesAsync(cancel);
                (var end, upload) = await receiver.ReceiveAsync(upload, body, null, cancel);
                return end switch
                {
                    Reception.Whole => null,
                    Reception.TooLarge => TrackForm.Refuse(StatusCodes.Status413PayloadTooLarge, $"The largest upload taken is {ByteSize.Text(options.Value.MaxUploadBytes)}."),
                    Reception.Overtaken => TrackForm.Refuse(StatusCodes.Status404NotFound, "The title was deleted meanwhile."),
                    _ => TrackForm.Refuse(StatusCodes.Status400BadRequest, "The form broke off before its end."),
                };
            }, cancel);
            problem ??= upload!.Received == 0 ? TrackForm.Refuse(StatusCodes.Status422UnprocessableEntity, "The file is empty: there is no sound in it.") : null;
            if (problem is not null)
            {
                return problem;
            }

            var fields = form.Fields(AudioKinds);
            if (fields.Problem is not null)
            {
                return fields.Problem;
            }

            var (target, video, none) = await TrackTarget.FindAsync(catalog, db, contentId, fields.Season, fields.Episode, toAdd: true, cancel);
            if (target is null)
            {
                return none!;
            }

            var added = new AddedTrack(target.JobId, target.AssetId, TrackMedium.Audio, fields.Language, fields.Label, fields.Kind);
            var answer = await StartAsync(db, upload!, video!, form.FileName, added, $"audio {fields.Language}", clock);
            started = true;
            return answer;
        }
        finally
        {
            if (!started && upload is not null)
            {
                using var clean = new CancellationTokenSource(TimeToClean, clock);
                await receiver.DeleteAsync(upload.UploadId, clean.Token);
            }
        }
    }

    private static async Task<IResult?> UnknownAsync(ICatalog catalog, Guid contentId, CancellationToken cancel) =>
        await catalog.FindTypeAsync(contentId, cancel) is null ? TrackForm.Refuse(StatusCodes.Status404NotFound, "There is no such title.") : null;

    /// <summary>The bytes are stored; from here on, the client may leave.</summary>
    private static async Task<IResult> StartAsync(EncodingDbContext db, Upload received, VideoRef video, string? fileName, AddedTrack added, string what, TimeProvider clock)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        if (await db.LockUploadAsync(received.UploadId, CancellationToken.None) is not { } upload)
        {
            return TrackForm.Refuse(StatusCodes.Status404NotFound, "The title was deleted meanwhile.");
        }

        upload.EndForm(video, fileName, protection: null);
        var job = upload.StartJob(clock.GetUtcNow(), added, what);
        db.Jobs.Add(job);
        db.Tasks.Add(job.FirstTask());
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return TypedResults.Accepted($"/api/v1/admin/encoding/{job.JobId}", new Response(job.JobId));
    }
}
