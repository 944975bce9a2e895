using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Netflix.Contracts;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Uploads;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Features.Tracks;

/// <summary>The form by which a track comes, its parts in any order: file, language, label, kind, and an episode's numbers.</summary>
internal sealed class TrackForm
{
    private const int LongestField = 1000;
    private const int LongestLabel = 60;

    private readonly Dictionary<string, string> fields = [];

    internal string? FileName { get; private set; }

    internal bool HasFile { get; private set; }

    /// <summary>Reads the form to its end, and gives the file away as it comes; null when all of it was taken.</summary>
    internal async Task<IResult?> ReadAsync(HttpRequest request, Func<Stream, Task<IResult?>> takeFile, CancellationToken cancel)
    {
        if (FormField.PartsOf(request) is not { } parts)
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "Send the track as multipart/form-data, in the field 'file'.");
        }

        try
        {
            while (await parts.ReadNextSectionAsync(cancel) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
                {
                    return Refuse(StatusCodes.Status400BadRequest, "A part of the form has no Content-Disposition.");
                }

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (name != "file")
                {
                    fields[name] = await ReadFieldAsync(part.Body, cancel);
                    continue;
                }

                if (HasFile)
                {
                    return Problems.Invalid("file", "Send one file.");
                }

                HasFile = true;
                FileName = FormField.FileName((disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value);
                if (await takeFile(part.Body) is { } problem)
                {
                    return problem;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException && !cancel.IsCancellationRequested)
        {
            return Refuse(StatusCodes.Status400BadRequest, "The form is malformed or broke off before its end.");
        }

        return HasFile ? null : Problems.Invalid("file", "Send the track in this field.");
    }

    /// <summary>What the fields say, or which of them is wrong.</summary>
    internal (string Language, string? Label, string Kind, int? Season, int? Episode, IResult? Problem) Fields(IReadOnlyList<string> kinds)
    {
        var said = Value("language");
        var (language, label, kind) = (Languages.Tag(said), Value("label"), Value("kind") ?? kinds[0]);
        var seasonReadable = FormField.TryNumber(Value("seasonNumber"), out var season);
        var episodeReadable = FormField.TryNumber(Value("episodeNumber"), out var episode);
        var problem =
            said is null ? Problems.Invalid("language", "Name the language by its BCP 47 tag, such as 'sv' or 'pt-BR'.")
            : language == Languages.Unknown ? Problems.Invalid("language", "This is no language tag: write one of BCP 47, such as 'sv' or 'pt-BR'.")
            : label is not null && (label.Length > LongestLabel || label.Any(char.IsControl) || !Validation.IsPlain(label)) ? Problems.Invalid("label", $"Write 1 to {LongestLabel} letters, without control characters.")
            : !kinds.Contains(kind) ? Problems.Invalid("kind", $"Name one of {string.Join(", ", kinds)}.")
            : !seasonReadable ? Problems.Invalid("seasonNumber", "Write a whole number.")
            : !episodeReadable ? Problems.Invalid("episodeNumber", "Write a whole number.")
            : null;
        return (language, label, kind, season, episode, problem);
    }

    internal static IResult Refuse(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    private string? Value(string name) => fields.GetValueOrDefault(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancel)
    {
        var buffer = new char[LongestField];
        using var reader = new StreamReader(body);
        var text = new string(buffer, 0, await reader.ReadBlockAsync(buffer, cancel));
        await reader.BaseStream.CopyToAsync(Stream.Null, cancel);
        return text;
    }
}

/// <summary>Which asset a track belongs to.</summary>
internal static class TrackTarget
{
    /// <summary>The job of the asset that plays now, or why there is none: 404, 400, or 409 while nothing plays or a new film is on its way.</summary>
    internal static async Task<(EncodeJob? Job, VideoRef? Video, IResult? Problem)> FindAsync(
        ICatalog catalog, EncodingDbContext db, Guid contentId, int? season, int? episode, bool toAdd, CancellationToken cancel)
    {
        var (video, unknown) = await UploadTarget.FindAsync(catalog, contentId, season, episode, trailer: false, cancel);
        if (video is null)
        {
            return (null, null, unknown);
        }

        if (await db.FindAssetJobAsync(video.VideoId, cancel) is not { } job)
        {
            return (null, null, TrackForm.Refuse(StatusCodes.Status409Conflict, "Nothing is encoded of this title yet: upload its film first, and add tracks when that is done."));
        }

        var replacing = await db.Jobs.AnyAsync(
            other => other.VideoId == video.VideoId && other.Added == null && (other.Status == JobStatus.Pending || other.Status == JobStatus.Processing), cancel);
        return toAdd && replacing
            ? (null, null, TrackForm.Refuse(StatusCodes.Status409Conflict, "A new film of this title is being encoded: add tracks when that is done."))
            : (job, video, null);
    }
}
