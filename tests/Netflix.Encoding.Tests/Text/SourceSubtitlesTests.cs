using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Netflix.Encoding.Text;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Text;

/// <summary>Subtitles within a source, as they come out for HLS and DASH.</summary>
public class SourceSubtitlesTests
{
    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";

    [Test]
    public async Task FilmWithSubtitles_HasThemForHlsAndDashOnTheGridOfThePicture()
    {
        // In Windows-1252, for the container's are bytes of any kind; one cue lies over the border at 4 s, one outlasts the film.
        var swedish = Write("sv.srt", 1252, "1\n00:00:00,250 --> 00:00:01,500\nHallå där!\n\n2\n00:00:03,900 --> 00:00:04,123\n<i>Över gränsen</i>\n\n3\n00:00:05,500 --> 00:00:07,000\nTill slutet\n");
        var english = Write("en.ass", 65001, "[Script Info]\nScriptType: v4.00+\n[V4+ Styles]\nFormat: Name, Alignment\nStyle: Default,2\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\an8}[door slams]\n");
        var forced = Write("forced.srt", 65001, "1\n00:00:02,000 --> 00:00:03,000\nKlingon\n");
        var late = Write("late.srt", 65001, "1\n01:00:02,000 --> 01:00:03,000\nToo late\n");
        var film = EncodingApp.TempFile("film.mkv");
        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24000/1001:duration=6", "-sub_charenc", "WINDOWS-1252", "-i", swedish, "-i", english, "-i", forced, "-i", late,
            "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:s", "copy",
            "-metadata:s:s:0", "language=swe", "-metadata:s:s:1", "language=eng", "-disposition:s:1", "hearing_impaired",
            "-metadata:s:s:2", "language=eng", "-disposition:s:2", "forced", "-metadata:s:s:3", "language=fin", "-t", "6", film,
        ]);

        var job = await EncodingApp.EncodeAsync(film);

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        var folder = EncodingApp.AssetFolder(job);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "s_sv.vtt")), Is.EqualTo("""
            WEBVTT

            00:00:00.250 --> 00:00:01.500
            Hallå där!

            00:00:03.900 --> 00:00:04.123
            <i>Över gränsen</i>

            00:00:05.500 --> 00:00:06.006
            Till slutet

            """));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "s_en.vtt")), Does.Contain("00:00:01.000 --> 00:00:02.000 line:0\n[door slams]"));
        Assert.That(Directory.Exists(Path.Combine(folder, "s_fi")), Is.False);
        Assert.That(job.GetProperty("qualityReport").GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("message").GetString()),
            Has.Some.StartsWith("The subtitle track Suomi could not be read and was left out."));

        var segments = await SegmentsAsync(folder, "s_sv");
        Assert.That(Durations(folder, "s_sv"), Is.EqualTo(Durations(folder, "v180")));
        Assert.That(segments, Has.Count.EqualTo(2).And.All.StartsWith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n"));
        Assert.That(segments.Count(text => text.Contains("00:00:03.900 --> 00:00:04.123\n<i>Över gränsen</i>")), Is.EqualTo(2), "a cue over the border is in both");

        var sets = XDocument.Load(Path.Combine(folder, "manifest.mpd")).Descendants(Mpd + "AdaptationSet").Where(set => set.Attribute("contentType")?.Value == "text").ToList();
        Assert.That(sets.Select(set => $"{set.Attribute("lang")?.Value} {set.Element(Mpd + "Label")?.Value}: {string.Join(' ', set.Elements(Mpd + "Role").Select(role => role.Attribute("value")?.Value))}"),
            Is.EquivalentTo(new[] { "sv Svenska: subtitle", "en English (CC): caption", "en English (forced): forced-subtitle" }));
        Assert.That(sets.Single(set => set.Element(Mpd + "Accessibility") is not null).Element(Mpd + "Label")!.Value, Is.EqualTo("English (CC)"));
        Assert.That(await CuesInMp4Async(folder, "s_sv"), Does.Contain("Över gränsen"));
    }

    [Test]
    public async Task SubtitlesOfNothing_AreLeftOutWithAFinding()
    {
        var timed = Write("x.srt", 65001, "1\n00:00:00,500 --> 00:00:01,000\nOne & <b>two</b>\n");
        var nothing = Write("none.ass", 65001, "[Script Info]\nScriptType: v4.00+\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:00.10,0:00:01.00,x,,0,0,0,,{\\p1}m 0 0\n");
        var film = EncodingApp.TempFile("film.mkv");
        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=2", "-i", timed, "-i", nothing, "-map", "0", "-map", "1", "-map", "2",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:s", "copy", "-metadata:s:s:0", "language=nor", film,
        ]);

        var job = await EncodingApp.EncodeAsync(film);

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(await File.ReadAllTextAsync(Path.Combine(EncodingApp.AssetFolder(job), "s_no.vtt")), Does.EndWith("\nOne &amp; <b>two</b>\n"));
        Assert.That(job.GetProperty("qualityReport").GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("message").GetString()),
            Has.Some.EqualTo("The subtitle track Subtitles could not be read and was left out. There is not one subtitle with a time and a text in the file."));
    }

    internal static string Write(string name, int page, string text)
    {
        var file = EncodingApp.TempFile(name);
        File.WriteAllBytes(file, TextEncoding.Page(page).GetBytes(text));
        return file;
    }

    private static async Task<List<string>> SegmentsAsync(string folder, string name)
    {
        var texts = new List<string>();
        foreach (var line in (await File.ReadAllLinesAsync(Path.Combine(folder, $"{name}.m3u8"))).Where(line => line.EndsWith(".vtt", StringComparison.Ordinal)))
        {
            texts.Add(await File.ReadAllTextAsync(Path.Combine(folder, line)));
        }

        return texts;
    }

    private static string Durations(string folder, string name) =>
        string.Join(' ', Regex.Matches(File.ReadAllText(Path.Combine(folder, $"{name}.m3u8")), "#EXTINF:([0-9.]+)").Select(match => match.Groups[1].Value));

    private static async Task<string> CuesInMp4Async(string folder, string name)
    {
        var all = new List<byte>();
        foreach (var segment in Directory.EnumerateFiles(Path.Combine(folder, name), "*.m4s").Order())
        {
            all.AddRange(await File.ReadAllBytesAsync(segment));
        }

        return System.Text.Encoding.UTF8.GetString([.. all]);
    }
}
