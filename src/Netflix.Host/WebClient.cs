using Microsoft.AspNetCore.StaticFiles;

namespace Netflix.Host;

/// <summary>
/// The built web client in wwwroot: hashed files for a year, the page itself always asked again, with the headers that
/// keep foreign scripts out. Unknown paths outside the API are the page: the client routes them.
/// </summary>
internal static class WebClient
{
    // blob: MSE's media source. Edges and their segments may be anywhere, by http in embedded mode.
    private const string ContentSecurityPolicy =
        "default-src 'self'; connect-src 'self' http: https:; media-src 'self' blob: http: https:; img-src 'self' data: blob: http: https:; " +
        "style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    private const string OneYear = "public, max-age=31536000, immutable";

    internal static void UseWebClient(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers.XFrameOptions = "DENY";
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            await next(http);
        });
        app.UseResponseCompression(); // the scripts are a third of their size
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Cache });
    }

    /// <summary>
    /// The page for every path that is the client's to route. No fallback route: as a candidate for every path it would
    /// turn the API's 405 and 415 into 404s.
    /// </summary>
    internal static void MapWebClient(this WebApplication app) => app.UseWhen(IsPage, page =>
    {
        page.Use((http, next) =>
        {
            http.Request.Path = "/index.html";
            return next(http);
        });
        page.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Cache });
    });

    private static bool IsPage(HttpContext http) =>
        http.GetEndpoint() is null &&
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) &&
        !http.Request.Path.StartsWithSegments("/api") && !Path.HasExtension(http.Request.Path.Value);

    /// <summary>The OpenAPI document as a page at <c>/docs</c>, by swagger-ui from npm.</summary>
    internal static void MapApiPage(this WebApplication app) =>
        app.MapGet("/docs", () => TypedResults.Redirect("/docs/index.html")).AllowAnonymous().ExcludeFromDescription();

    private static void Cache(StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets") ? OneYear : "no-cache";
}
