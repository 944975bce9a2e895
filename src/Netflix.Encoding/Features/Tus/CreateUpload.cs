using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Uploads;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Features.Tus;

/// <summary>Begins a resumable upload for a film or an episode, perhaps with its first bytes.</summary>
internal static class CreateUpload
{
    internal static void Map(IEndpointRouteBuilder uploads) => uploads.MapPost("", Handle).Produces(201).ProducesProblem(422);

    internal static async Task<IResult> Handle(
        HttpContext http, ICatalog catalog, EncodingDbContext db, UploadReceiver receiver, IOptions<EncodingOptions> options, TimeProvider clock,
        CancellationToken cancel)
    {
        var headers = http.Request.Headers;
        if (TusHeaders.ParseNumber(headers[TusHeaders.Length]) is not { } length)
        {
            return TusProtocol.Refuse(400, "Upload-Length must say how many bytes the film has.");
        }

        if (length > options.Value.MaxUploadBytes)
        {
            return TusProtocol.Refuse(413, $"The largest upload taken is {ByteSize.Text(options.Value.MaxUploadBytes)}.");
        }

        if (length == 0)
        {
            return TusProtocol.Refuse(422, "The file is empty: there is no film in it.");
        }

        if (TusHeaders.ParseMetadata(headers[TusHeaders.Metadata]) is not { } metadata)
        {
            return TusProtocol.Refuse(400, "Upload-Metadata holds pairs of a key in ASCII and a value in base64, with commas between them, and each key once.");
        }

        if (!Guid.TryParse(metadata.GetValueOrDefault("contentId"), out var contentId))
        {
            return TusProtocol.Refuse(400, "Upload-Metadata must name the title: contentId, in base64.");
        }

        if (!FormField.TryNumber(metadata.GetValueOrDefault("seasonNumber"), out var season) || !FormField.TryNumber(metadata.GetValueOrDefault("episodeNumber"), out var episode))
        {
            return TusProtocol.Refuse(400, "seasonNumber and episodeNumber are whole numbers.");
        }

        if (!FormField.TryFlag(metadata.GetValueOrDefault("trailer"), out var trailer))
        {
            return TusProtocol.Refuse(400, "trailer is 'true' or 'false'.");
        }

        // Said before the upload exists, so that nothing is left of a request that cannot succeed.
        ExpectedChecksum? checksum = null;
        var bytesCome = http.Request.ContentType == TusHeaders.OffsetStream;
        if (bytesCome && headers[TusHeaders.Checksum] is [{ Length: > 0 } header] && (checksum = TusHeaders.ParseChecksum(header)) is null)
        {
            return TusProtocol.Refuse(400, "Upload-Checksum is sha1 or sha256, then the digest in base64.");
        }

        if (bytesCome && http.Request.ContentLength > length)
        {
            return TusProtocol.Refuse(413, "More bytes come than Upload-Length says.");
        }

        if (!FormField.TryProtection(metadata.GetValueOrDefault("protection"), out var protection))
        {
            return TusProtocol.Refuse(400, "protection is 'cbcs' or 'none'.");
        }

        var (video, problem) = await UploadTarget.FindAsync(catalog, contentId, season, episode, trailer, cancel);
        if (problem is not null)
        {
            return problem;
        }

        var upload = Upload.Begin(contentId, video, FormField.FileName(metadata.GetValueOrDefault("filename")), length, clock.GetUtcNow(), options.Value.UploadLifetime, headers[TusHeaders.Metadata].ToString(), protection);
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(cancel);
        http.Response.Headers.Location = $"{http.Request.PathBase}{http.Request.Path.Value!.TrimEnd('/')}/{upload.UploadId}";
        if (bytesCome)
        {
            // The upload exists whatever becomes of the bytes: a broken body goes on by PATCH.
            (_, upload) = await receiver.ReceiveAsync(upload, http.Request.Body, checksum, cancel);
        }

        http.Response.Describe(upload);
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }
}
