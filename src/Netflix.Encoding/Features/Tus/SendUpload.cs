using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features.Tus;

/// <summary>Takes the next bytes of an upload; the last of them starts its job.</summary>
internal static class SendUpload
{
    private const string Override = "X-HTTP-Method-Override"; // tus asks for it: some proxies know no PATCH

    internal static void Map(IEndpointRouteBuilder uploads) =>
        uploads.MapMethods("/{uploadId:guid}", ["PATCH", "POST"], Handle).Produces(204).ProducesProblem(409).ProducesProblem(410);

    internal static async Task<IResult> Handle(Guid uploadId, HttpContext http, EncodingDbContext db, UploadReceiver receiver, TimeProvider clock, CancellationToken cancel)
    {
        var request = http.Request;
        if (HttpMethods.IsPost(request.Method) && request.Headers[Override] != "PATCH")
        {
            return TusProtocol.Refuse(405, "Send the bytes by PATCH.");
        }

        if (request.ContentType != TusHeaders.OffsetStream)
        {
            return TusProtocol.Refuse(415, $"The bytes come as {TusHeaders.OffsetStream}.");
        }

        if (TusHeaders.ParseNumber(request.Headers[TusHeaders.Offset]) is not { } offset)
        {
            return TusProtocol.Refuse(400, "Upload-Offset must say where the bytes belong.");
        }

        ExpectedChecksum? checksum = null;
        if (request.Headers[TusHeaders.Checksum] is [{ Length: > 0 } header] && (checksum = TusHeaders.ParseChecksum(header)) is null)
        {
            return TusProtocol.Refuse(400, "Upload-Checksum is sha1 or sha256, then the digest in base64.");
        }

        if (await db.Uploads.AsNoTracking().FirstOrDefaultAsync(upload => upload.UploadId == uploadId, cancel) is not { } upload)
        {
            return TusProtocol.Refuse(404, "There is no such upload: it never was, has ended, or has expired.");
        }

        if (upload.ExpiresAt <= clock.GetUtcNow() && upload.JobId is null)
        {
            return TusProtocol.Refuse(410, "The upload has expired: begin a new one.");
        }

        if (offset != upload.Received)
        {
            http.Response.Describe(upload);
            return TusProtocol.Refuse(409, $"The upload is at byte {upload.Received}, not {offset}.");
        }

        if (request.ContentLength > upload.Length - upload.Received)
        {
            return TusProtocol.Refuse(413, $"Only {upload.Length - upload.Received} bytes are missing.");
        }

        (var end, upload) = await receiver.ReceiveAsync(upload, request.Body, checksum, cancel);
        if (TusProtocol.Refusal(end) is { } refusal)
        {
            return refusal;
        }

        http.Response.Describe(upload);
        return TypedResults.NoContent();
    }
}
