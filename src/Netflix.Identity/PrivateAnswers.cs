using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Netflix.Identity;

/// <summary>
/// No cache on the way keeps an answer that bears tokens or tells of an account (RFC 6749, 5.1). Outermost, and at the
/// answer's start, so that refusals and failures have it too, whoever writes them.
/// </summary>
internal sealed class PrivateAnswers : IStartupFilter
{
    private static readonly PathString[] Paths = ["/api/v1/auth", "/api/v1/account", "/api/v1/devices", "/api/v1/profiles"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, following) =>
        {
            if (Array.Exists(Paths, path => http.Request.Path.StartsWithSegments(path)))
            {
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                });
            }

            return following(http);
        });
        next(app);
    };
}
