using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Netflix.Delivery.Serving;

/// <summary>One refusal as small problem+json, with a sentence that names the cause.</summary>
internal sealed record MediaProblem(int Status, string Detail, int? RetryAfterSeconds = null)
{
    internal async Task WriteAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        MediaHeaders.AllowAnyPage(response.Headers);
        response.Headers.CacheControl = "no-store";
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status405MethodNotAllowed)
        {
            response.Headers.Allow = "GET, HEAD, OPTIONS";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "about:blank",
            title = ReasonPhrases.GetReasonPhrase(Status),
            status = Status,
            detail = Detail,
            traceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
        });
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, http.RequestAborted);
        }
    }
}

internal static class MediaProblems
{
    internal static readonly MediaProblem BadToken = new(403, "The path has no token of this service, or it was changed.");
    internal static readonly MediaProblem ExpiredToken = new(403, "The path's token has expired: start playback again.");
    internal static readonly MediaProblem SessionEnded = new(403, "The path's session was ended: sign in, and start playback again.");
    internal static readonly MediaProblem OtherAsset = new(403, "The path's token is for another title.");
    internal static readonly MediaProblem RungTooHigh = new(403, "The path's token does not reach this quality.");
    internal static readonly MediaProblem NotFound = new(404, "The asset has no such file.");
    internal static readonly MediaProblem MethodNotAllowed = new(405, "Segments are read with GET or HEAD.");
    internal static readonly MediaProblem Changed = new(412, "The file is not the one that If-Match names.");
    internal static readonly MediaProblem OutOfRange = new(416, "The file ends before the range starts.");
    internal static readonly MediaProblem OriginDown = new(503, "The origin cannot be reached just now: try again.", RetryAfterSeconds: 2);
}
