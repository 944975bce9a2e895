using System.Text.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>
/// A session's addresses play in other players, on a page of another origin, without any header of ours: encrypted and clear,
/// with changes of language and jumps during play.
/// </summary>
public sealed class PlainPlayerTests
{
    private const int Seconds = 12;

    private static readonly Dictionary<string, Guid> Films = [];
    private PlainPages pages = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        pages = await PlainPages.StartAsync();
        var file = await MakeFilmAsync(Path.Combine(WebApp.App.Directory, "languages.mkv"));
        await Task.WhenAll(new[] { "cbcs", "none" }.Select(async protection =>
            Films[protection] = (await WebApp.Studio.PublishFilmAsync(file, $"Languages, {protection}", "G", protection)).VideoId));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await pages.DisposeAsync();

    [Test]
    public async Task PageOfAnotherOrigin_PlaysTheSession(
        [Values("cbcs", "none")] string protection, [Values("shaka dash", "shaka hls", "hls hls", "dash dash")] string how)
    {
        var (player, format) = (how.Split(' ')[0], how.Split(' ')[1]);
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var start = await viewer.StartPlaybackAsync(Films[protection]);
        Assert.That(start.GetProperty("licenseUrl").ValueKind, Is.EqualTo(protection == "none" ? JsonValueKind.Null : JsonValueKind.String));

        await using var context = await WebApp.Browser.NewContextAsync();
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address(start, player, format));
        await UntilAsync(page, "video.currentTime > 1");

        await page.EvaluateAsync("setAudio('sv')");
        await page.EvaluateAsync("setText('sv')");
        await UntilAsync(page, "audio() === 'sv' && text() === 'sv' && shown().includes('Svensk text')");
        await page.EvaluateAsync("video.currentTime = 7");
        await UntilAsync(page, "!video.seeking && video.currentTime > 7.5");
        var frames = await page.EvaluateAsync<int>("video.getVideoPlaybackQuality().totalVideoFrames");
        var sound = await page.EvaluateAsync<int>("video.webkitAudioDecodedByteCount");
        Assert.Multiple(async () =>
        {
            Assert.That(frames, Is.GreaterThan(20));
            Assert.That(sound, Is.Positive);
            Assert.That(await Picture.VarianceAsync(page), Is.GreaterThan(100), "The screen is black.");
        });
        await page.EvaluateAsync("setText('en')");
        await UntilAsync(page, "text() === 'en' && shown().includes('English text')");
    }

    [TestCase("dash")]
    [TestCase("hls")]
    public async Task Shaka_HasThumbnailsForThePointer(string format)
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var start = await viewer.StartPlaybackAsync(Films["cbcs"]);
        await using var context = await WebApp.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address(start, "shaka", format));
        await UntilAsync(page, "video.currentTime > 0");

        var thumbnail = await page.EvaluateAsync<JsonElement>("player.getThumbnails(player.getImageTracks()[0].id, 7).then(({ width, height, startTime, uris }) => ({ width, height, startTime, uris }))");

        Assert.That((thumbnail.GetProperty("width").GetInt32(), thumbnail.GetProperty("height").GetInt32(), thumbnail.GetProperty("startTime").GetDouble()), Is.EqualTo((160, 90, 6.0)));
        var sheet = await page.APIRequest.GetAsync(thumbnail.GetProperty("uris")[0].GetString()!);
        Assert.That((sheet.Status, sheet.Headers["content-type"]), Is.EqualTo((200, "image/jpeg")));
    }

    [TestCase("dash")]
    [TestCase("hls")]
    public async Task Shaka_WindsThroughByIFrames(string format)
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var start = await viewer.StartPlaybackAsync(Films["cbcs"]);
        await using var context = await WebApp.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address(start, "shaka", format));
        await UntilAsync(page, "video.currentTime > 0.5");

        var iframe = page.WaitForResponseAsync(response => response.Url.Contains("/t360/", StringComparison.Ordinal));
        await page.EvaluateAsync("player.trickPlay(4)");

        await iframe;
        await UntilAsync(page, "video.currentTime > 6 && player.getPlaybackRate() === 4");
        await page.EvaluateAsync("player.cancelTrickPlay()");
        await UntilAsync(page, "player.getPlaybackRate() === 1 && video.currentTime > 7");
    }

    [Test]
    public async Task BasicPlan_PlaysWithoutTheHdKey()
    {
        using var viewer = await WebApp.App.SignUpAsync("basic", WebApp.Country);
        var start = await viewer.StartPlaybackAsync(Films["cbcs"]);
        await using var context = await WebApp.Browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync(Address(start, "shaka", "dash"));
        await UntilAsync(page, "video.currentTime > 1");

        Assert.That(await page.EvaluateAsync<int>("Math.max(...player.getVideoTracks().map(track => track.height))"), Is.EqualTo(480));
        Assert.That(await page.EvaluateAsync<int>("Object.values(player.getKeyStatuses()).filter(status => status === 'usable').length"), Is.EqualTo(2), "keys of SD and of the sound");
    }

    private string Address(JsonElement start, string player, string format)
    {
        var manifest = start.GetProperty(format == "dash" ? "dashManifestUrl" : "manifestUrl").GetString()! + "&player=" + player switch { "hls" => "hlsjs", "dash" => "dashjs", _ => player };
        return $"{pages.Url}/{player}?url={Uri.EscapeDataString(manifest)}&license={Uri.EscapeDataString(start.GetProperty("licenseUrl").GetString() ?? "")}";
    }

    private static async Task UntilAsync(IPage page, string fact)
    {
        try
        {
            await page.WaitForFunctionAsync($"() => document.title.startsWith('failed') || ({fact})");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{fact}: {await page.EvaluateAsync<string>("JSON.stringify([video.currentTime, video.paused, audio(), text(), shown(), [...video.textTracks].map(track => [track.label, track.mode, track.cues?.length, track.cues?.[0]?.startTime])])")}");
        }

        Assert.That(await page.TitleAsync(), Is.EqualTo("playing"));
    }

    /// <summary>720 lines, so that there is an HD rung; sound and subtitles in English and Swedish.</summary>
    private static async Task<string> MakeFilmAsync(string file)
    {
        foreach (var (language, text) in new[] { ("en", "English text"), ("sv", "Svensk text") })
        {
            await File.WriteAllTextAsync($"{file}.{language}.srt", $"1\n00:00:00,100 --> 00:00:{Seconds - 1},900\n{text}\n");
        }

        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size=1280x720:rate=24:duration={Seconds}",
            "-f", "lavfi", "-i", $"sine=frequency=440:duration={Seconds}", "-f", "lavfi", "-i", $"sine=frequency=880:duration={Seconds}",
            "-i", $"{file}.en.srt", "-i", $"{file}.sv.srt",
            "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "4", "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=swe", "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=swe",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", file,
        ]);
        return file;
    }
}
