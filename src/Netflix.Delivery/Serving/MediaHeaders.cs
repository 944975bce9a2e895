using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Netflix.Delivery.Serving;

/// <summary>Headers that all answers share, prepared once. Any page may play: the token is the secret, no cookie is read.</summary>
internal static class MediaHeaders
{
    // Private: the URL carries a viewer's token; a shared cache would find nobody else to serve it to.
    private static readonly StringValues Immutable = "private, max-age=86400, immutable";
    private static readonly StringValues Any = "*";
    private static readonly StringValues Bytes = "bytes";
    private static readonly StringValues Exposed = "Content-Length, Content-Range, ETag, Date, Retry-After";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Methods = "GET, HEAD, OPTIONS";

    internal static void AllowAnyPage(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = Any;
        headers.AccessControlExposeHeaders = Exposed;
        headers.XContentTypeOptions = NoSniff;
    }

    internal static void Describe(IHeaderDictionary headers, StringValues etag)
    {
        AllowAnyPage(headers);
        headers.ETag = etag;
        headers.CacheControl = Immutable;
        headers.AcceptRanges = Bytes;
    }

    internal static Task AnswerPreflight(HttpContext http)
    {
        var headers = http.Response.Headers;
        AllowAnyPage(headers);
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = "Range, If-Range, If-None-Match, If-Match, CMCD-Object, CMCD-Request, CMCD-Session, CMCD-Status";
        headers.AccessControlMaxAge = "86400";
        headers.Allow = Methods;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
