namespace Netflix.Encoding.Pictures;

/// <summary>Finds the seconds of a film that the hover preview shows.</summary>
internal static class LivelyStretch
{
    internal const double Seconds = 6;
    private const double Edge = 0.1; // neither titles nor credits
    private const int Black = 16;

    /// <summary>From one keyframe to another, or to the film's end; all of a film that is no longer.</summary>
    /// <param name="keyframes">When all keyframes are shown.</param>
    /// <param name="stills">Of some of them, in order.</param>
    internal static (double Start, double End) Find(IReadOnlyList<double> keyframes, IReadOnlyList<Still> stills, double seconds)
    {
        var ends = keyframes.Append(seconds).ToArray();
        var looks = stills.ToDictionary(still => still.At);
        var best = (Liveliness: -1.0, Start: 0.0, End: Math.Min(seconds, ends.First(end => end >= Math.Min(seconds, Seconds) - 0.1)));
        for (var first = 0; first < keyframes.Count; first++)
        {
            // Groups of frames are 2 s, and less before a cut: as many as make the length.
            var last = Array.FindIndex(ends, first, end => end - ends[first] >= Seconds - 0.1);
            if (last < 0 || ends[first] < seconds * Edge || ends[last] > seconds * (1 - Edge))
            {
                continue;
            }

            var shown = ends[first..last].Select(at => looks.GetValueOrDefault(at)).ToList();
            if (shown.Contains(null) || shown.Exists(still => IsBlack(still!)))
            {
                continue;
            }

            var liveliness = shown.Zip(shown.Skip(1), (one, next) => Still.Difference(one!, next!)).Sum();
            best = liveliness > best.Liveliness ? (liveliness, ends[first], ends[last]) : best;
        }

        return (best.Start, best.End);
    }

    private static bool IsBlack(Still still) => Enumerable.Range(0, still.Pixels).Average(still.Luma) < Black;
}
