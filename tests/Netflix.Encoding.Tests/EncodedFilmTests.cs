using System.Text.Json;
using System.Text.RegularExpressions;
using Netflix.Testing;

namespace Netflix.Encoding.Tests;

/// <summary>What comes out of the whole pipeline, looked at by ffprobe and ffmpeg.</summary>
public class EncodedFilmTests
{
    private static readonly int[] Rungs = [360, 240];
    private static readonly string[] Stages = ["inspect", "analyse", "encode", "audio", "package"];

    [Test]
    public async Task Film_HasAllFramesInTheirPlacesAcrossTheCuts()
    {
        // Keyframes at frames 165 and 177, which is near the middle and sooner than usual: there the second chunk begins.
        var file = await Numbered.MakeAsync(
            EncodingApp.TempFile("film.mp4"), "24000/1001", 15, "640x360", "", "-c:v", "libx264", "-preset", "veryfast", "-sc_threshold", "0", "-force_key_frames", "6.9,7.4", "-pix_fmt", "yuv420p");

        var job = await EncodingApp.EncodeAsync(file);

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(job.GetProperty("progress").GetDouble(), Is.EqualTo(100));
        Assert.That(job.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()), Is.EqualTo(Stages));
        Assert.That(job.GetProperty("qualityReport").GetProperty("chunks").GetInt32(), Is.EqualTo(2));
        Assert.That(job.GetProperty("qualityReport").GetProperty("rungs").EnumerateArray().Min(rung => rung.GetProperty("ssim").GetDouble()), Is.GreaterThan(0.9));
        var folder = EncodingApp.AssetFolder(job);
        var boundaries = new List<string>();
        foreach (var rung in Rungs)
        {
            var playlist = await File.ReadAllTextAsync(Path.Combine(folder, $"v{rung}.m3u8"));
            var whole = await JoinAsync(folder, $"v{rung}", playlist);
            Assert.That(await Numbered.ReadAsync(whole), Is.EqualTo(Enumerable.Range(0, 360)), $"v{rung}");
            boundaries.Add(string.Join(' ', Regex.Matches(playlist, "#EXTINF:([0-9.]+)").Select(match => match.Groups[1].Value)));

            var stream = (await ProbeAsync("-show_streams", whole)).GetProperty("streams")[0];
            Assert.That((stream.GetProperty("codec_name").GetString(), stream.GetProperty("height").GetInt32(), stream.GetProperty("pix_fmt").GetString()),
                Is.EqualTo(("h264", rung, "yuv420p")));
            await ExpectKeyframesAsync(folder, $"v{rung}", playlist);
        }

        // Groups of 45 frames, from the cut on of 46; a segment ends at the first keyframe from each multiple of 4 s on.
        Assert.That(boundaries, Has.All.EqualTo("5.631 3.671 3.837 1.877"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "v360.m3u8")), Does.Contain("#EXT-X-TARGETDURATION:6"));
        Assert.That(await EncodingApp.StoreIsEmptyOfAsync(job), Is.False, "the asset is there");
        await ExpectOnlyTheAssetAsync(job);
    }

    [Test]
    public async Task Film_HasSoundPicturesAndSprites()
    {
        var file = await Numbered.MakeAsync(EncodingApp.TempFile("film.mp4"), "25", 3, "1280x720");

        var job = await EncodingApp.EncodeAsync(file);

        var folder = EncodingApp.AssetFolder(job);
        var sound = await JoinAsync(folder, "a_sv", await File.ReadAllTextAsync(Path.Combine(folder, "a_sv.m3u8")));
        var stream = (await ProbeAsync("-show_streams", sound)).GetProperty("streams")[0];
        Assert.That((stream.GetProperty("codec_name").GetString(), stream.GetProperty("channels").GetInt32()), Is.EqualTo(("aac", 2)));
        Assert.That(job.GetProperty("audioTracks")[0].GetProperty("language").GetString(), Is.EqualTo("sv"));
        foreach (var (picture, width) in new[] { ("poster.jpg", 1280), ("card.jpg", 640), ("sprite-1.jpg", 320), ("art-1.jpg", 640), ("wide-1.jpg", 1280) })
        {
            Assert.That((await ProbeAsync("-show_streams", Path.Combine(folder, picture))).GetProperty("streams")[0].GetProperty("width").GetInt32(), Is.EqualTo(width), picture);
        }

        var preview = (await ProbeAsync("-show_streams", Path.Combine(folder, "preview.mp4"))).GetProperty("streams").EnumerateArray().Single();
        Assert.That((preview.GetProperty("codec_type").GetString(), preview.GetProperty("nb_frames").GetString()), Is.EqualTo(("video", "75")), "all of a short film, silent");
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "images.m3u8")), Does.Contain("#EXT-X-TILES:RESOLUTION=160x90,LAYOUT=2x1,DURATION=2\nsprite-1.jpg"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "thumbnails.vtt")), Does.Contain("00:00:02.000 --> 00:00:03.000\nsprite-1.jpg#xywh=160,0,160,90"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.mpd")), Does.Contain("type=\"static\"").And.Contain("v720/init.mp4"));
    }

    [Test]
    public async Task UnevenFilm_IsShownAtASteadyRateWithEachPictureInItsTime()
    {
        // Two of five frames are missing, as in a screen recording; 20 s, so that there is a cut.
        var file = await Numbered.MakeAsync(
            EncodingApp.TempFile("uneven.mkv"), "25", 20, "320x180", "", "-vf", "select='not(eq(mod(n,5),2)+eq(mod(n,5),3))'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");

        var job = await EncodingApp.EncodeAsync(file);

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        var folder = EncodingApp.AssetFolder(job);
        var shown = await Numbered.ReadAsync(await JoinAsync(folder, "v180", await File.ReadAllTextAsync(Path.Combine(folder, "v180.m3u8"))));
        var rate = shown.Count / job.GetProperty("durationSeconds").GetDouble();
        for (var frame = 0; frame < shown.Count; frame++)
        {
            var late = (frame / rate) - (shown[frame] / 25.0);
            Assert.That(late, Is.InRange(-0.03, 0.15), $"frame {frame} shows {shown[frame]}"); // a gap is 3 frames of 40 ms; a slot half of 42
        }

        Assert.That(shown, Is.Ordered);
    }

    [Test]
    public async Task SilentFilmOfOddSize_IsEncodedWithoutSound()
    {
        var file = EncodingApp.TempFile("silent.mkv");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=321x181:rate=60:duration=1", "-c:v", "ffv1", file]);

        var job = await EncodingApp.EncodeAsync(file);

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(job.GetProperty("audioTracks").GetArrayLength(), Is.Zero);
        Assert.That(job.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()), Has.None.EqualTo("audio"));
        var rendition = job.GetProperty("renditions")[0];
        Assert.That((rendition.GetProperty("width").GetInt32(), rendition.GetProperty("height").GetInt32()), Is.EqualTo((320, 180)));
    }

    /// <summary>A rendition's segments as one file.</summary>
    internal static async Task<string> JoinAsync(string folder, string name, string playlist)
    {
        var whole = EncodingApp.TempFile($"{name}.mp4");
        await using var file = File.Create(whole);
        foreach (var part in Segments(name, playlist).Prepend($"{name}/init.mp4"))
        {
            await file.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(folder, part)));
        }

        return whole;
    }

    private static async Task ExpectKeyframesAsync(string folder, string name, string playlist)
    {
        foreach (var segment in Segments(name, playlist))
        {
            var file = EncodingApp.TempFile("segment.mp4");
            await File.WriteAllBytesAsync(file, [.. await File.ReadAllBytesAsync(Path.Combine(folder, name, "init.mp4")), .. await File.ReadAllBytesAsync(Path.Combine(folder, segment))]);
            var packets = await ProbeAsync("-show_packets", file);
            Assert.That(packets.GetProperty("packets")[0].GetProperty("flags").GetString(), Does.StartWith("K"), segment);
        }
    }

    private static async Task ExpectOnlyTheAssetAsync(JsonElement job)
    {
        var jobs = Path.Combine(EncodingApp.App.Directory, "media", "jobs", job.GetProperty("jobId").GetGuid().ToString("N"));
        await Expect.EventuallyAsync(() => Task.FromResult(Directory.Exists(jobs)), exists => !exists);
    }

    private static IEnumerable<string> Segments(string name, string playlist) =>
        playlist.Split('\n').Where(line => line.StartsWith($"{name}/", StringComparison.Ordinal));

    private static async Task<JsonElement> ProbeAsync(string show, string file) =>
        JsonSerializer.Deserialize<JsonElement>(await TestFilm.RunAsync("ffprobe", ["-v", "error", "-of", "json", show, file]));
}
