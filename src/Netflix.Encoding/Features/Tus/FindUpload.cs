using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features.Tus;

/// <summary>Tells a client where to go on, and which job its finished upload has become.</summary>
internal static class FindUpload
{
    internal static void Map(IEndpointRouteBuilder uploads) => uploads.MapMethods("/{uploadId:guid}", ["HEAD"], Handle);

    internal static async Task<IResult> Handle(Guid uploadId, HttpResponse response, EncodingDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        response.Headers.CacheControl = "no-store";
        if (await db.Uploads.AsNoTracking().FirstOrDefaultAsync(upload => upload.UploadId == uploadId, cancel) is not { Length: { } length } upload)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        if (upload.ExpiresAt <= clock.GetUtcNow() && upload.JobId is null)
        {
            return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }

        response.Headers[TusHeaders.Length] = length.ToString(CultureInfo.InvariantCulture);
        if (upload.Metadata is { } metadata)
        {
            response.Headers[TusHeaders.Metadata] = metadata;
        }

        response.Describe(upload);
        return TypedResults.StatusCode(StatusCodes.Status200OK);
    }
}
