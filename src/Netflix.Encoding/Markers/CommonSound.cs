namespace Netflix.Encoding.Markers;

/// <summary>Sound that two films share.</summary>
/// <param name="Start">Seconds into the one.</param>
/// <param name="Offset">What to take off to get the time in the other.</param>
/// <param name="Likeness">Share of its items that are the same in both, 0 to 1.</param>
internal sealed record CommonStretch(double Start, double End, double Offset, double Likeness)
{
    public double Length => End - Start;

    public double OtherStart => Start - Offset;

    public double OtherEnd => End - Offset;
}

/// <summary>
/// Finds the stretches of sound that two films share, wherever they lie in each: by every offset, the runs of items that differ in
/// at most <see cref="Fingerprint.SameBits"/>. A fortieth of all pairs of items is looked at first; two quarters of an hour take
/// some 50 ms.
/// </summary>
internal static class CommonSound
{
    private const int Step = 4;
    private const int Window = 8; // a second, over which single items that differ do not matter
    private const int HalfUnlike = 11; // bits between those of the same sound and those of others: the edge
    private const double LeastLikeness = 0.5;
    private const double LeastMoving = 0.3; // of a stretch, what is not silence

    /// <summary>The longest first; none overlaps a longer one in both films.</summary>
    /// <param name="part">Where to look, in seconds.</param>
    internal static IReadOnlyList<CommonStretch> Find(
        Fingerprint one, (double From, double To) part, Fingerprint other, (double From, double To) otherPart, double leastSeconds)
    {
        var (from, to) = Items(one, part);
        var (otherFrom, otherTo) = Items(other, otherPart);
        var least = Math.Max(Window, (int)((leastSeconds - (2 * Fingerprint.HalfWindow)) / Fingerprint.ItemSeconds));
        var found = new List<CommonStretch>();
        for (var offset = from - otherTo + 1; offset < to - otherFrom; offset++)
        {
            var (first, end) = (Math.Max(from, otherFrom + offset), Math.Min(to, otherTo + offset));
            for (var i = first; i < end; i += Step)
            {
                if (Same(i, offset) && Grow(i, offset, first, end) is { } run)
                {
                    i = Math.Max(i, run.Last);
                    if (Measure(run.First, run.Last, offset, first, end) is { } stretch && stretch.Length >= leastSeconds - Fingerprint.ItemSeconds && run.Last - run.First >= least)
                    {
                        found.Add(stretch);
                    }
                }
            }
        }

        return WithoutOverlaps(found);

        bool Same(int i, int offset) => Fingerprint.Distance(one, i, other, i - offset) <= Fingerprint.SameBits;

        // As far to both sides as within every second something is the same.
        (int First, int Last)? Grow(int seed, int offset, int first, int end)
        {
            var (low, high) = (seed, seed);
            for (var i = seed - 1; i >= first && low - i <= Window; i--)
            {
                low = Same(i, offset) ? i : low;
            }

            for (var i = seed + 1; i < end && i - high <= Window; i++)
            {
                high = Same(i, offset) ? i : high;
            }

            return high - low >= Window ? (low, high) : null;
        }

        CommonStretch? Measure(int low, int high, int offset, int first, int end)
        {
            var (same, moving, count) = (0, 0, high - low + 1);
            for (var i = low; i <= high; i++)
            {
                same += Same(i, offset) ? 1 : 0;
                moving += one.IsStill(i) ? 0 : 1;
            }

            if (same < LeastLikeness * count || moving < LeastMoving * count)
            {
                return null;
            }

            // Items at an edge cover both the common sound and what is not: half of it where half of the bits say so.
            while (low > first && Fingerprint.Distance(one, low - 1, other, low - 1 - offset) < HalfUnlike)
            {
                low--;
            }

            while (high < end - 1 && Fingerprint.Distance(one, high + 1, other, high + 1 - offset) < HalfUnlike)
            {
                high++;
            }

            // At an end of either film there is nothing else to be half of.
            var start = low == 0 || low == offset ? low * Fingerprint.ItemSeconds : (low * Fingerprint.ItemSeconds) + Fingerprint.HalfWindow;
            var last = high == one.Count - 1 || high - offset == other.Count - 1
                ? (high * Fingerprint.ItemSeconds) + (2 * Fingerprint.HalfWindow) : (high * Fingerprint.ItemSeconds) + Fingerprint.HalfWindow;
            return new(start, last, offset * Fingerprint.ItemSeconds, (double)same / count);
        }
    }

    private static List<CommonStretch> WithoutOverlaps(List<CommonStretch> found)
    {
        // Between two offsets a stretch shows at both: the likelier one is nearer.
        var kept = new List<CommonStretch>();
        foreach (var stretch in found.OrderByDescending(one => one.Length * one.Likeness))
        {
            if (!kept.Exists(longer => longer.Start < stretch.End && stretch.Start < longer.End && longer.OtherStart < stretch.OtherEnd && stretch.OtherStart < longer.OtherEnd))
            {
                kept.Add(stretch);
            }
        }

        return kept;
    }

    private static (int From, int To) Items(Fingerprint sound, (double From, double To) part) =>
        (Math.Clamp((int)(part.From / Fingerprint.ItemSeconds), 0, sound.Count), Math.Clamp((int)Math.Ceiling(part.To / Fingerprint.ItemSeconds), 0, sound.Count));
}
