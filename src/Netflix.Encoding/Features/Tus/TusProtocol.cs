using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features.Tus;

/// <summary>Resumable uploads by tus 1.0 (tus.io): what all of its routes share.</summary>
internal static class TusProtocol
{
    private const string Extensions = "creation,creation-with-upload,termination,checksum,expiration";

    internal static void Map(IEndpointRouteBuilder studio)
    {
        var uploads = studio.MapGroup("/uploads")
            .WithMetadata(new DisableRequestSizeLimitAttribute()) // ours is MaxUploadBytes, Kestrel's is 30 MB
            .AddEndpointFilter(CheckVersion);
        uploads.MapMethods("", ["OPTIONS"], Announce);
        uploads.MapMethods("/{uploadId:guid}", ["OPTIONS"], Announce);
        CreateUpload.Map(uploads);
        SendUpload.Map(uploads);
        FindUpload.Map(uploads);
        AbandonUpload.Map(uploads);
    }

    /// <summary>Where the upload is, how long it is kept, and its job once it is whole.</summary>
    internal static void Describe(this HttpResponse response, Upload upload)
    {
        response.Headers[TusHeaders.Offset] = upload.Received.ToString(CultureInfo.InvariantCulture);
        if (upload.JobId is { } jobId)
        {
            response.Headers[TusHeaders.JobId] = jobId.ToString();
            response.Headers[TusHeaders.VideoId] = upload.VideoId.ToString();
        }
        else if (upload.ExpiresAt is { } expires)
        {
            response.Headers[TusHeaders.Expires] = expires.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    internal static IResult Refuse(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>The answer to a body that was received in this way; null when all is well.</summary>
    internal static IResult? Refusal(Reception end) => end switch
    {
        Reception.Whole => null,
        Reception.TooLarge => Refuse(StatusCodes.Status413PayloadTooLarge, "More bytes came than the upload's length."),
        Reception.Overtaken => Refuse(StatusCodes.Status409Conflict, "Another request has moved this upload on: ask for its offset, and go on from there."),
        Reception.Corrupt => Refuse(TusHeaders.ChecksumMismatch, "The bytes are not what the checksum says; nothing of them is kept."),
        _ => Refuse(StatusCodes.Status400BadRequest, "The connection broke off; what came is kept."),
    };

    private static async ValueTask<object?> CheckVersion(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers[TusHeaders.Resumable] = TusHeaders.Version;
        if (!HttpMethods.IsOptions(http.Request.Method) && http.Request.Headers[TusHeaders.Resumable] != TusHeaders.Version)
        {
            http.Response.Headers["Tus-Version"] = TusHeaders.Version;
            return Refuse(StatusCodes.Status412PreconditionFailed, "Say Tus-Resumable: 1.0.0, the version spoken here.");
        }

        return await next(context);
    }

    private static NoContent Announce(HttpResponse response, IOptions<EncodingOptions> options)
    {
        response.Headers["Tus-Version"] = TusHeaders.Version;
        response.Headers["Tus-Extension"] = Extensions;
        response.Headers["Tus-Checksum-Algorithm"] = "sha1,sha256";
        response.Headers["Tus-Max-Size"] = options.Value.MaxUploadBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }
}
