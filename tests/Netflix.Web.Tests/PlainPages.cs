using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>Another site, on another port, with pages that play an address by hls.js or dash.js as its own scripts.</summary>
internal sealed class PlainPages : IAsyncDisposable
{
    private const string HlsPage = """
        <!doctype html><title>hls.js</title><video muted width="640"></video><script src="/hls.js"></script>
        <script>
          const hls = new Hls(), url = new URLSearchParams(location.search).get('url');
          hls.on(Hls.Events.ERROR, (_, data) => { if (data.fatal) document.title = 'failed: ' + data.details; });
          hls.loadSource(url); hls.attachMedia(document.querySelector('video'));
          hls.on(Hls.Events.MANIFEST_PARSED, () => document.querySelector('video').play());
        </script>
        """;

    private const string DashPage = """
        <!doctype html><title>dash.js</title><video muted width="640"></video><script src="/dash.js"></script>
        <script>
          const player = dashjs.MediaPlayer().create();
          player.on('error', event => { document.title = 'failed: ' + (event.error?.message ?? event.error); });
          player.initialize(document.querySelector('video'), new URLSearchParams(location.search).get('url'), true);
        </script>
        """;

    private readonly WebApplication site;

    private PlainPages(WebApplication site, string url) => (this.site, Url) = (site, url);

    public string Url { get; }

    public static async Task<PlainPages> StartAsync()
    {
        var modules = Path.Combine(TestFilm.RepositoryRoot, "node_modules");
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        var url = $"http://127.0.0.1:{NetflixApp.FreePort()}";
        var site = builder.Build();
        site.Urls.Add(url);
        site.Run(http => http.Request.Path.Value switch
        {
            "/hls" => PageAsync(http, HlsPage),
            "/dash" => PageAsync(http, DashPage),
            "/hls.js" => ScriptAsync(http, Path.Combine(modules, "hls.js/dist/hls.min.js")),
            "/dash.js" => ScriptAsync(http, Path.Combine(modules, "dashjs/dist/modern/umd/dash.all.min.js")),
            _ => Task.Run(() => http.Response.StatusCode = StatusCodes.Status404NotFound),
        });
        await site.StartAsync();
        return new(site, url);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static Task PageAsync(HttpContext http, string page)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(page);
    }

    private static Task ScriptAsync(HttpContext http, string file)
    {
        http.Response.ContentType = "text/javascript; charset=utf-8";
        return http.Response.SendFileAsync(file);
    }
}
