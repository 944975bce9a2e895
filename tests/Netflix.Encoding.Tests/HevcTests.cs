using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Netflix.Testing;

namespace Netflix.Encoding.Tests;

/// <summary>H.265 from a source to what a viewer's player is given: beside H.264, and above 1080 lines instead of it.</summary>
public class HevcTests
{
    [Test]
    public async Task RungAbove1080Lines_IsMadeInHevcAlone()
    {
        var film = await EncodeAsync(("Netflix:Encoding:UhdCodec", "hevc"), "10", 1, "2560x1440");
        await using var app = film.App;

        Assert.That(film.Codecs, Is.EqualTo(new[] { "v1440 hvc1", "v1080 avc1", "v720 avc1", "v480 avc1", "v360 avc1", "v240 avc1" }));
        await ExpectFramesAsync(film, "v1440", "hevc", 10);
        await ExpectFramesAsync(film, "v1080", "h264", 10);
        ExpectManifests(film);
    }

    /// <summary>Long enough for two chunks: their joint is of H.265 too.</summary>
    [Test]
    public async Task EachRung_IsInHevcBesideH264()
    {
        var film = await EncodeAsync(("Netflix:Encoding:BesideCodec", "hevc"), "12", 17, "426x240");
        await using var app = film.App;

        Assert.That(film.Job.GetProperty("qualityReport").GetProperty("chunks").GetInt32(), Is.EqualTo(2));
        Assert.That(film.Codecs, Is.EqualTo(new[] { "v240 avc1", "v240-hevc hvc1" }));
        await ExpectFramesAsync(film, "v240", "h264", 204);
        await ExpectFramesAsync(film, "v240-hevc", "hevc", 204);
        ExpectManifests(film);
    }

    private sealed record Film(NetflixApp App, JsonElement Job, string Folder, string Manifest, string Master)
    {
        /// <summary>Names of renditions, and the kind of their codec.</summary>
        internal IEnumerable<string> Codecs => Job.GetProperty("renditions").EnumerateArray()
            .Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("codec").GetString()!.Split('.')[0]}");
    }

    private static async Task<Film> EncodeAsync((string Key, string Value) codec, string rate, double seconds, string size)
    {
        var file = await Numbered.MakeAsync(EncodingApp.TempFile("film.mp4"), rate, seconds, size);
        var app = await NetflixApp.StartAsync(codec, ("Netflix:Encoding:Protection", "none"));
        try
        {
            using var studio = await app.SignInAdminAsync();
            var contentId = await studio.CreateTitleAsync();
            var upload = await Task.FromResult(await studio.UploadAsync(contentId, file)).JsonAsync(HttpStatusCode.Accepted);
            var job = await studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
            Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
            Assert.That(job.GetProperty("qualityReport").GetProperty("verdict").GetString(), Is.EqualTo("pass"), job.ToString());

            Assert.That(
                job.GetProperty("qualityReport").GetProperty("rungs").EnumerateArray().Select(rung => rung.GetProperty("ssim").GetDouble()),
                Has.All.InRange(0.9, 1), "each is compared with the source");

            await studio.PublishAsync(contentId);
            using var viewer = await app.SignUpAsync(plan: "premium");
            var session = await viewer.StartPlaybackAsync(upload.GetProperty("videoId").GetGuid());
            using var plain = new HttpClient();
            return new(
                app, job, EncodingApp.AssetFolder(job, app), await plain.GetStringAsync(session.GetProperty("dashManifestUrl").GetString()),
                await plain.GetStringAsync(session.GetProperty("manifestUrl").GetString()));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>All of them, in order, as ffmpeg decodes them.</summary>
    private static async Task ExpectFramesAsync(Film film, string rung, string codec, int frames)
    {
        var whole = await EncodedFilmTests.JoinAsync(film.Folder, rung, await File.ReadAllTextAsync(Path.Combine(film.Folder, $"{rung}.m3u8")));
        var probed = await TestFilm.RunAsync("ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "stream=codec_name,codec_tag_string", "-of", "csv=p=0", whole]);
        Assert.That(probed.Trim(), Is.EqualTo($"{codec},{(codec == "hevc" ? "hvc1" : "avc1")}"), rung);
        Assert.That(await Numbered.ReadAsync(whole), Is.EqualTo(Enumerable.Range(0, frames)), rung);
    }

    /// <summary>A viewer's HLS and DASH name each rendition with its own codec.</summary>
    private static void ExpectManifests(Film film)
    {
        var dash = Regex.Matches(film.Manifest, "<Representation [^>]*codecs=\"([^.\"]+)[^>]*>\\s*(?:<(?!SegmentTemplate)[^>]*>\\s*)*<SegmentTemplate [^>]*initialization=\"(?:[^\"]*/)?([^/\"]+)/init.mp4")
            .Select(match => $"{match.Groups[2].Value} {match.Groups[1].Value}").Where(one => one.StartsWith('v'));
        var hls = Regex.Matches(film.Master, "#EXT-X-STREAM-INF:[^\n]*CODECS=\"([^.\"]+)[^\n]*\n[^\n]*?([^/\n]+)\\.m3u8")
            .Select(match => $"{match.Groups[2].Value} {match.Groups[1].Value}");

        Assert.That(dash, Is.EquivalentTo(film.Codecs), film.Manifest);
        Assert.That(hls, Is.EquivalentTo(film.Codecs), film.Master);
    }
}
