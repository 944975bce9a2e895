using System.Globalization;
using System.Text.RegularExpressions;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Media;

/// <summary>
/// Whether frames are woven of two moments, by a short look at the pictures: headers are silent about it as often as they
/// are wrong, and a comb that is encoded stays for good.
/// </summary>
internal sealed partial class InterlaceCheck(Ffmpeg ffmpeg)
{
    private const int Sample = 80;
    private const int LeastSure = 10; // frames without movement tell nothing
    private const double OtherParity = 0.15; // a camera begins with one field all along; fine patterns that move look like either
    private const int MostLines = 1088; // nobody films more than 1080 interlaced

    // These codecs know no fields.
    private static readonly string[] Progressive = ["vp8", "vp9", "av1", "theora", "gif"];

    /// <param name="keyframes">When each is shown: looked at is what follows the one nearest to a third of the film, for nothing need be decoded before it.</param>
    internal async Task<SourceFilm> LookAsync(string source, SourceFilm film, IReadOnlyList<double> keyframes, CancellationToken cancel)
    {
        if (film.Height > MostLines || Progressive.Contains(film.Codec))
        {
            return film with { Interlaced = false };
        }

        var (top, bottom, whole) = (0, 0, 0);
        var third = film.DurationSeconds / 3;
        var from = keyframes.Count > 1 ? keyframes.MinBy(time => Math.Abs(time - third)) + film.Rate.Seconds(1) : third;
        await ffmpeg.RunAsync(
            [
                "-threads", $"{ffmpeg.Threads}", .. Ffmpeg.SafeInput, "-noaccurate_seek", "-ss", Ffmpeg.Text(from), "-i", source,
                "-map", $"0:{film.Stream}", "-frames:v", $"{Sample}", "-vf", "idet", "-f", "null", "-",
            ],
            Path.GetDirectoryName(source)!, Ffmpeg.LimitFor(10), null, cancel, Read);
        return Decide(film, top, bottom, whole);

        void Read(string line)
        {
            if (Counts().Match(line) is { Success: true } match)
            {
                (top, bottom, whole) = (Of(1), Of(2), Of(3));

                int Of(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>The header is believed where the pictures do not clearly say otherwise.</summary>
    internal static SourceFilm Decide(SourceFilm film, int top, int bottom, int whole)
    {
        var (woven, all) = (top + bottom, top + bottom + whole);
        var interlaced = all < LeastSure ? film.Interlaced : film.Interlaced ? woven > all * 0.05 : woven > all * 0.6 && Math.Min(top, bottom) <= woven * OtherParity;
        return film with { Interlaced = interlaced, Parity = interlaced && woven >= LeastSure ? top > bottom ? "tff" : bottom > top ? "bff" : null : null };
    }

    [GeneratedRegex(@"Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+) Progressive:\s*(\d+)")]
    private static partial Regex Counts();
}
