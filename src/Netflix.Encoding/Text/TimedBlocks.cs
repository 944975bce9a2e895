using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Netflix.Encoding.Text;

/// <summary>
/// Reads SubRip and WebVTT, which are blocks of a line of times and lines of text. The lines of times are what holds on
/// to: numbers, empty lines and even the times' own shape are often wrong in files that people send.
/// </summary>
internal static partial class TimedBlocks
{
    private const int LongestTimes = 400; // beyond, an arrow is part of the text

    internal static List<Cue> Read(string text, SubtitleFormat format, int mostCues)
    {
        var cues = new List<Cue>();
        var block = new Block(format);
        var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length <= LongestTimes && line.Contains('>') && Times().Match(line) is { Success: true } times)
            {
                block.End(cues, nextTimes: true);
                CueRepair.Limit(cues.Count, mostCues);
                block.Begin(times);
            }
            else
            {
                block.Add(line);
            }
        }

        block.End(cues, nextTimes: false);
        return cues;
    }

    /// <summary>The time of the groups with this prefix; a comma, a dot or a colon stands before the fraction.</summary>
    private static TimeSpan Time(Match times, string prefix)
    {
        var fraction = times.Groups[prefix + "f"].Value;
        var milliseconds = fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(3, '0')[..3], CultureInfo.InvariantCulture);
        var time = new TimeSpan(0, Number("h"), Number("m"), Number("s"), milliseconds);
        return times.Groups[prefix + "n"].Length > 0 ? -time : time;

        int Number(string part) => times.Groups[prefix + part] is { Length: > 0 } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    private sealed class Block(SubtitleFormat format)
    {
        private readonly List<string> lines = [];
        private Match? times;

        internal void Begin(Match found)
        {
            times = found;
            lines.Clear();
        }

        internal void Add(string line)
        {
            if (times is not null)
            {
                lines.Add(line);
            }
        }

        internal void End(List<Cue> cues, bool nextTimes)
        {
            if (times is null)
            {
                return;
            }

            // The next cue's number, with or without the empty line before it. "42" that is text has an empty line behind it.
            if (nextTimes && lines.Count > 0 && Number().IsMatch(lines[^1]))
            {
                lines.RemoveAt(lines.Count - 1);
            }

            // In WebVTT an empty line ends the cue: what follows is a name of the next, or a note. In SubRip it is a slip.
            var own = format == SubtitleFormat.WebVtt ? lines.SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(line => !string.IsNullOrWhiteSpace(line)) : lines;
            var (text, top) = CueMarkup.OfHtml(string.Join('\n', own));
            cues.Add(new(Time(times, "a"), Time(times, "b"), text, top || IsTop(times.Groups["rest"].Value)));
        }

        /// <summary>Of WebVTT's settings: <c>line:0</c>, <c>line:10%</c>.</summary>
        private static bool IsTop(string settings) =>
            Line().Match(settings) is { Success: true } line && double.TryParse(line.Groups[1].Value, CultureInfo.InvariantCulture, out var at) &&
            (line.Groups[2].Length > 0 ? at < 40 : at is >= 0 and < 5);
    }

    [GeneratedRegex("""
        ^\s*(?<an>-?)\s*(?:(?<ah>[0-9]{1,4})\s*:\s*)?(?<am>[0-9]{1,3})\s*:\s*(?<as>[0-9]{1,3})(?:\s*[,.:;]\s*(?<af>[0-9]{1,9}))?
        \s*[-–—]{1,3}\s?>\s*
        (?<bn>-?)\s*(?:(?<bh>[0-9]{1,4})\s*:\s*)?(?<bm>[0-9]{1,3})\s*:\s*(?<bs>[0-9]{1,3})(?:\s*[,.:;]\s*(?<bf>[0-9]{1,9}))?(?<rest>\s.*)?$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Times();

    [GeneratedRegex(@"^\s*[0-9]{1,9}\s*$")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bline:\s*(-?[0-9]{1,4}(?:\.[0-9]{1,9})?)(%?)")]
    private static partial Regex Line();
}
