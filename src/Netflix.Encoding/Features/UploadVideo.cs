using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Netflix.Contracts;
using Netflix.Encoding.Protection;
using Netflix.Encoding.Uploads;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Features;

/// <summary>Uploads a film or an episode as one form and starts its encode job.</summary>
internal static class UploadVideo
{
    private const int LargestFields = 1 << 20;
    private static readonly TimeSpan TimeToClean = TimeSpan.FromSeconds(30);

    internal sealed record Response(Guid VideoId, Guid EncodingJobId);

    /// <summary>The form's parts in the order they came; a field may follow the file.</summary>
    private sealed class Form
    {
        public int? Season { get; set; }
        public int? Episode { get; set; }
        public bool Trailer { get; set; }
        public ProtectionMode? Protection { get; set; }
        public string? FileName { get; set; }
        public Upload? Upload { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapPost("/{contentId:guid}/video", Handle)
            .WithMetadata(new DisableRequestSizeLimitAttribute()) // ours is MaxUploadBytes, Kestrel's is 30 MB
            .Produces<Response>(202).ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    internal static async Task<IResult> Handle(
        Guid contentId, HttpRequest request, ICatalog catalog, EncodingDbContext db, UploadReceiver receiver, IOptions<EncodingOptions> options,
        TimeProvider clock, CancellationToken cancel)
    {
        if (FormField.PartsOf(request) is not { } parts)
        {
            return Refuse(415, "Send the film as multipart/form-data, in the field 'video'.");
        }

        if (request.ContentLength > options.Value.MaxUploadBytes + LargestFields)
        {
            return Refuse(413, $"The largest upload taken is {ByteSize.Text(options.Value.MaxUploadBytes)}.");
        }

        if (await catalog.FindTypeAsync(contentId, cancel) is null)
        {
            return Refuse(404, "There is no such title.");
        }

        var form = new Form();
        var started = false;
        try
        {
            var problem = await ReadAsync();
            problem ??= form.Upload is null ? Problems.Invalid("video", "Send the film in this field.") : form.Upload.Received == 0 ? Refuse(422, "The file is empty: there is no film in it.") : null;
            if (problem is not null)
            {
                return problem;
            }

            var (video, unknown) = await UploadTarget.FindAsync(catalog, contentId, form.Season, form.Episode, form.Trailer, cancel);
            if (unknown is not null)
            {
                return unknown;
            }

            // The bytes were committed by the receiver; from here on, the client may leave.
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            if (await db.LockUploadAsync(form.Upload!.UploadId, CancellationToken.None) is not { } upload)
            {
                return Refuse(404, "The title was deleted meanwhile.");
            }

            upload.EndForm(video!, form.FileName, form.Protection);
            var job = await db.StartJobAsync(upload, clock.GetUtcNow(), CancellationToken.None);
            await db.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            started = true;
            return TypedResults.Accepted($"/api/v1/admin/encoding/{job.JobId}", new Response(job.VideoId, job.JobId));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException && !cancel.IsCancellationRequested)
        {
            return Refuse(400, "The form is malformed or broke off before its end.");
        }
        finally
        {
            if (!started && form.Upload is { } left)
            {
                using var clean = new CancellationTokenSource(TimeToClean, clock);
                await receiver.DeleteAsync(left.UploadId, clean.Token);
            }
        }

        async Task<IResult?> ReadAsync()
        {
            while (await parts.ReadNextSectionAsync(cancel) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
                {
                    return Refuse(400, "A part of the form has no Content-Disposition.");
                }

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value;
                var problem = name switch
                {
                    "video" when form.Upload is null => await TakeFilmAsync(disposition, part.Body),
                    "video" => Problems.Invalid("video", "Send one film."),
                    "seasonNumber" or "episodeNumber" => await TakeNumberAsync(name, part.Body),
                    "trailer" => await TakeTrailerAsync(part.Body),
                    "protection" => await TakeProtectionAsync(part.Body),
                    _ => null,
                };
                if (problem is not null)
                {
                    return problem;
                }
            }

            return null;
        }

        async Task<IResult?> TakeFilmAsync(ContentDispositionHeaderValue disposition, Stream body)
        {
            // What is plainly wrong is said before gigabytes come; the numbers of an episode may still follow.
            if (form.Season is not null || form.Episode is not null || form.Trailer)
            {
                if ((await UploadTarget.FindAsync(catalog, contentId, form.Season, form.Episode, form.Trailer, cancel)).Problem is { } early)
                {
                    return early;
                }
            }

            form.FileName = FormField.FileName((disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value);
            form.Upload = Upload.Begin(contentId, null, form.FileName, null, clock.GetUtcNow(), options.Value.UploadLifetime);
            db.Uploads.Add(form.Upload);
            await db.SaveChangesAsync(cancel);
            (var end, form.Upload) = await receiver.ReceiveAsync(form.Upload, body, null, cancel);
            return end switch
            {
                Reception.Whole => null,
                Reception.TooLarge => Refuse(413, $"The largest upload taken is {ByteSize.Text(options.Value.MaxUploadBytes)}."),
                Reception.Overtaken => Refuse(404, "The title was deleted meanwhile."),
                _ => Refuse(400, "The form broke off before its end."),
            };
        }

        async Task<IResult?> TakeNumberAsync(string name, Stream body)
        {
            using var reader = new StreamReader(body);
            if (!FormField.TryNumber((await reader.ReadToEndAsync(cancel)).Trim(), out var number))
            {
                return Problems.Invalid(name, "Write a whole number.");
            }

            _ = name == "seasonNumber" ? form.Season = number : form.Episode = number;
            return null;
        }

        async Task<IResult?> TakeTrailerAsync(Stream body)
        {
            using var reader = new StreamReader(body);
            var readable = FormField.TryFlag((await reader.ReadToEndAsync(cancel)).Trim(), out var trailer);
            form.Trailer = trailer;
            return readable ? null : Problems.Invalid("trailer", "Write 'true' or 'false'.");
        }

        async Task<IResult?> TakeProtectionAsync(Stream body)
        {
            using var reader = new StreamReader(body);
            var readable = FormField.TryProtection((await reader.ReadToEndAsync(cancel)).Trim(), out var protection);
            form.Protection = protection;
            return readable ? null : Problems.Invalid("protection", "Write 'cbcs' or 'none'.");
        }
    }

    private static ProblemHttpResult Refuse(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
