using Netflix.Encoding.Text;

namespace Netflix.Encoding.Tests.Text;

public class WebVttTests
{
    private static readonly double[] Ends = [4.004, 8.008, 10];

    [Test]
    public void Segments_HoldEachCueTheyShowWithItsWholeTime()
    {
        Cue[] cues = [Cue(0.5, 4.004), Cue(4.003, 4.005), Cue(4.004, 5), Cue(1, 9), Cue(9.999, 12)];

        var segments = WebVtt.Segments([.. cues.OrderBy(cue => cue.Start)], Ends).ToList();

        Assert.That(segments, Has.All.StartsWith("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n"));
        Assert.That(segments.Select(Times), Is.EqualTo(new[]
        {
            "00:00:00.500 --> 00:00:04.004, 00:00:01.000 --> 00:00:09.000, 00:00:04.003 --> 00:00:04.005",
            "00:00:01.000 --> 00:00:09.000, 00:00:04.003 --> 00:00:04.005, 00:00:04.004 --> 00:00:05.000",
            "00:00:01.000 --> 00:00:09.000, 00:00:09.999 --> 00:00:12.000",
        }));
    }

    [Test]
    public void Playlist_HasTheGridOfTheSegments() => Assert.That(WebVtt.Playlist("s_sv", Ends), Is.EqualTo("""
        #EXTM3U
        #EXT-X-VERSION:6
        #EXT-X-TARGETDURATION:5
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXTINF:4.004,
        s_sv/1.vtt
        #EXTINF:4.004,
        s_sv/2.vtt
        #EXTINF:1.992,
        s_sv/3.vtt
        #EXT-X-ENDLIST

        """));

    [Test]
    public void CueAtTheTop_SaysSo() =>
        Assert.That(WebVtt.Whole([Cue(3_600, 3_601) with { Top = true }]), Is.EqualTo("WEBVTT\n\n01:00:00.000 --> 01:00:01.000 line:0\nText\n"));

    [Test]
    public void OutsideTheFilm_CuesAreCut() =>
        Assert.That(CueRepair.Within([Cue(1, 2), Cue(9, 12), Cue(10, 11)], TimeSpan.FromSeconds(10)), Is.EqualTo(new[] { Cue(1, 2), Cue(9, 10) }));

    private static Cue Cue(double start, double end) => new(TimeSpan.FromMilliseconds(Math.Round(start * 1000)), TimeSpan.FromMilliseconds(Math.Round(end * 1000)), "Text");

    private static string Times(string segment) => string.Join(", ", segment.Split('\n').Where(line => line.Contains("-->")));
}
