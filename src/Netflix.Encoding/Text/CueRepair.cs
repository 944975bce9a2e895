namespace Netflix.Encoding.Text;

/// <summary>Mends what is usual in subtitle files: cues in any order, without an end, doubled, before zero, or a little over the next one.</summary>
internal static class CueRepair
{
    // Shorter overlaps are rounding: two cues would flicker one above the other. Longer ones are two people speaking.
    private static readonly TimeSpan Slip = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestReading = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(5);
    private const double LettersPerSecond = 15;
    private const double SegmentSeconds = 4;
    private const double MostLetters = 64 << 20;

    internal static void Limit(int cues, int most)
    {
        if (cues > most)
        {
            throw new SubtitlesRefusedException($"The file holds more than {most} subtitles: those of a whole film are a few thousand.");
        }
    }

    internal static (IReadOnlyList<Cue> Cues, IReadOnlyList<string> Repairs) Mend(IReadOnlyList<Cue> read)
    {
        var repairs = new List<string>();
        var seen = read.Where(cue => cue.Text.Length > 0).ToList();
        Tell(read.Count - seen.Count, "had no text and {0} left out");

        // Half before zero is cut; what has an end before zero was never to be seen. One without an end has its start alone.
        var shown = seen.Where(cue => cue.Start >= TimeSpan.Zero || cue.End > TimeSpan.Zero).ToList();
        Tell(seen.Count - shown.Count, "ended before the film begins and {0} left out");
        Tell(shown.Count(cue => cue.Start < TimeSpan.Zero), "began before the film and {0} cut");

        var ordered = shown.Select(cue => cue.Start < TimeSpan.Zero ? cue with { Start = TimeSpan.Zero } : cue)
            .Distinct().OrderBy(cue => cue.Start).ThenBy(cue => cue.End).ToList();
        Tell(shown.Count - ordered.Count, "stood in the file twice and {0} taken once");
        if (!shown.Zip(shown.Skip(1)).All(pair => pair.First.Start <= pair.Second.Start))
        {
            repairs.Add("The subtitles were not in order of time and were sorted.");
        }

        var (endless, overlapping) = (0, 0);
        for (var i = ordered.Count - 1; i >= 0; i--)
        {
            var cue = ordered[i];
            TimeSpan? next = i + 1 < ordered.Count ? ordered[i + 1].Start : null;
            if (cue.End <= cue.Start)
            {
                ordered[i] = cue with { End = next > cue.Start && next < cue.Start + Reading(cue) ? next.Value : cue.Start + Reading(cue) };
                endless++;
            }
            else if (next > cue.Start && next < cue.End && cue.End - next < Slip)
            {
                ordered[i] = cue with { End = next.Value };
                overlapping++;
            }
        }

        Tell(endless, "had no end after the start and {0} given one");
        Tell(overlapping, "ran a little into the next one and {0} cut");
        return (ordered, repairs);

        void Tell(int count, string what)
        {
            if (count > 0)
            {
                repairs.Add($"{count} subtitle{(count == 1 ? "" : "s")} {string.Format(null, what, count == 1 ? "was" : "were")}.");
            }
        }
    }

    /// <summary>Those that can be seen in a film of this length.</summary>
    internal static IReadOnlyList<Cue> Within(IEnumerable<Cue> cues, TimeSpan duration)
    {
        var seen = cues.Where(cue => cue.Start < duration).Select(cue => cue.End > duration ? cue with { End = duration } : cue).ToList();
        if (seen.Count == 0)
        {
            throw new SubtitlesRefusedException("All of the subtitles come after the end of the film.");
        }

        // A cue is repeated in each segment that shows it: thousands that last for hours would fill the store.
        if (seen.Sum(cue => (cue.Text.Length + 40) * (1 + ((cue.End - cue.Start).TotalSeconds / SegmentSeconds))) > MostLetters)
        {
            throw new SubtitlesRefusedException("Too many of the subtitles are shown at once, and for too long: check their times.");
        }

        return seen;
    }

    private static TimeSpan Reading(Cue cue)
    {
        var time = TimeSpan.FromSeconds(cue.Text.Length / LettersPerSecond);
        return time < ShortestReading ? ShortestReading : time > LongestReading ? LongestReading : TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
    }
}
