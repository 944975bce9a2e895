using System.Globalization;
using System.Text;

namespace Netflix.Encoding.Text;

/// <summary>Writes WebVTT: whole for pages and downloads, in segments for HLS.</summary>
internal static class WebVtt
{
    /// <summary>
    /// Zero of the cues is zero of the film: our fMP4 has a decode time of 0 in its first fragment, and in fMP4 MPEGTS
    /// counts that time at 90 kHz. (The usual 900000 belongs to transport streams, which begin at ten seconds.)
    /// </summary>
    private const string TimestampMap = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n";

    internal static string Whole(IEnumerable<Cue> cues)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var cue in cues)
        {
            Append(text, cue);
        }

        return text.ToString();
    }

    /// <summary>One text a segment; a cue is in each that it is seen in, always with all of its time.</summary>
    /// <param name="ends">Where each segment ends, in seconds; the last takes all that follows.</param>
    internal static IEnumerable<string> Segments(IReadOnlyList<Cue> cues, IReadOnlyList<double> ends)
    {
        var (active, next, start) = (new List<Cue>(), 0, 0.0);
        for (var number = 0; number < ends.Count; number++)
        {
            var end = number == ends.Count - 1 ? double.MaxValue : ends[number];
            active.RemoveAll(cue => cue.End.TotalSeconds <= start);
            while (next < cues.Count && cues[next].Start.TotalSeconds < end)
            {
                active.Add(cues[next++]);
            }

            var text = new StringBuilder("WEBVTT\n").Append(TimestampMap);
            foreach (var cue in active)
            {
                Append(text, cue);
            }

            yield return text.ToString();
            start = end;
        }
    }

    /// <summary>The media playlist of the segments <c>{name}/N.vtt</c>.</summary>
    internal static string Playlist(string name, IReadOnlyList<double> ends)
    {
        var durations = ends.Select((end, number) => end - (number == 0 ? 0 : ends[number - 1])).ToList();
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n")
            .Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{Math.Ceiling(Math.Round(durations.Max(), 3))}\n#EXT-X-PLAYLIST-TYPE:VOD\n");
        foreach (var (number, duration) in durations.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{duration:0.000},\n{name}/{number + 1}.vtt\n");
        }

        return text.Append("#EXT-X-ENDLIST\n").ToString();
    }

    private static void Append(StringBuilder text, Cue cue) =>
        text.Append(CultureInfo.InvariantCulture, $"\n{Time(cue.Start)} --> {Time(cue.End)}{(cue.Top ? " line:0" : "")}\n{cue.Text}\n");

    internal static string Time(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}");
}
