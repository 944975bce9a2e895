using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>
/// Another site, on another port, with pages that play an address by Shaka, hls.js or dash.js as its own scripts. Each offers
/// <c>audio()</c>, <c>setAudio(language)</c>, <c>text()</c> and <c>setText(language)</c>; <c>goal</c> in the address is how many seconds
/// Shaka and hls.js buffer.
/// </summary>
internal sealed class PlainPages : IAsyncDisposable
{
    private const string Head = """
        <!doctype html><title>playing</title><video muted width="640"></video>
        <script>
          const asked = new URLSearchParams(location.search), url = asked.get('url'), license = asked.get('license');
          const video = document.querySelector('video'), failed = what => { document.title = 'failed: ' + what; };
          const goal = asked.get('goal') && Number(asked.get('goal'));
          // Time in which the film stood although it should run, because nothing was there to show. That of a machine too busy for what it has is none.
          const stalls = { longest: 0, now: 0, count: 0 };
          let before = { wall: performance.now(), media: 0 };
          setInterval(() => {
            const wall = performance.now(), media = video.currentTime, at = [...Array(video.buffered.length).keys()].find(i => video.buffered.start(i) <= media + .1 && media <= video.buffered.end(i));
            const starved = media > 0 && !video.paused && !video.ended && media - before.media < .01 && (at === undefined || video.buffered.end(at) - media < .3);
            if (starved && stalls.now === 0) stalls.count++;
            stalls.now = starved ? stalls.now + wall - before.wall : 0;
            stalls.longest = Math.max(stalls.longest, stalls.now);
            before = { wall, media };
          }, 50);
          const shown = () => [...video.textTracks].filter(track => track.mode === 'showing').flatMap(track => [...track.activeCues ?? []]).map(cue => cue.text).join();
        </script>
        """;

    private const string ShakaPage = Head + """
        <script src="/shaka.js"></script>
        <script>
          const player = new shaka.Player();
          // Of what it can go on from it tells too.
          player.addEventListener('error', ({ detail }) => detail.severity === shaka.util.Error.Severity.CRITICAL && failed(`${detail.code} ${detail.data}`));
          const audio = () => player.getAudioTracks().find(track => track.active)?.language;
          const setAudio = language => player.selectAudioTrack(player.getAudioTracks().find(track => track.language === language));
          const text = () => player.getTextTracks().find(track => track.active)?.language;
          const setText = language => player.selectTextTrack(player.getTextTracks().find(track => track.language === language));
          (async () => {
            await player.attach(video);
            if (license) player.configure('drm.servers', { 'org.w3.clearkey': license });
            // A DASH manifest names its session's own, which comes first; HLS asks for each key by its own address.
            player.getNetworkingEngine().registerRequestFilter((type, request) => {
              if (license && url.includes('.mpd') && type === shaka.net.NetworkingEngine.RequestType.LICENSE) request.uris = [license];
            });
            // As in a long film: else all of a short one is there before anything is asked of it, and Shaka places the times of
            // HLS subtitles by the next segment of the picture.
            player.configure('streaming.bufferingGoal', goal || 1);
            if (asked.has('lines')) player.configure('restrictions.minHeight', Number(asked.get('lines')));
            await player.load(url);
            await video.play();
          })().catch(error => failed(error.code));
        </script>
        """;

    private const string HlsPage = Head + """
        <script src="/hls.js"></script>
        <script>
          const hls = new Hls({
            ...(license ? { emeEnabled: true, drmSystems: { 'org.w3.clearkey': { licenseUrl: license } } } : {}),
            ...(goal ? { maxBufferLength: goal, maxMaxBufferLength: goal } : {}),
          });
          hls.on(Hls.Events.ERROR, (_, data) => { if (data.fatal) failed(data.details); });
          const audio = () => hls.audioTracks[hls.audioTrack]?.lang;
          const setAudio = language => { hls.audioTrack = hls.audioTracks.findIndex(track => track.lang === language); };
          const text = () => hls.subtitleTracks[hls.subtitleTrack]?.lang;
          const setText = language => { hls.subtitleDisplay = true; hls.subtitleTrack = hls.subtitleTracks.findIndex(track => track.lang === language); };
          hls.loadSource(url); hls.attachMedia(video);
          hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
        </script>
        """;

    private const string DashPage = Head + """
        <script src="/dash.js"></script>
        <script>
          const player = dashjs.MediaPlayer().create();
          player.on('error', event => failed(event.error?.message ?? event.error));
          const audio = () => player.getCurrentTrackFor('audio')?.lang;
          const setAudio = language => player.setCurrentTrack(player.getTracksFor('audio').find(track => track.lang === language));
          const text = () => player.getTracksFor('text')[player.getCurrentTextTrackIndex()]?.lang;
          const setText = language => player.enableText(true) | player.setTextTrack(player.getTracksFor('text').findIndex(track => track.lang === language));
          player.initialize(video, url, true);
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
            "/shaka" => PageAsync(http, ShakaPage),
            "/hls" => PageAsync(http, HlsPage),
            "/dash" => PageAsync(http, DashPage),
            "/shaka.js" => ScriptAsync(http, Path.Combine(modules, "shaka-player/dist/shaka-player.compiled.js")),
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
