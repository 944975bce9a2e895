namespace Netflix.Encoding.Ladder;

/// <summary>When a source shows what, and so where to open it for the frames from some one on.</summary>
internal sealed class SourceClock
{
    private const double PastKeyframe = 0.2; // some demuxers aim 0.13 s before the time that ffmpeg is asked for

    private readonly IReadOnlyList<double> times;
    private readonly Dictionary<int, double> entries = [];

    /// <param name="times">When each source frame is shown, ascending, from the start of the file.</param>
    /// <param name="keyframes">Those of them that decoding can begin at.</param>
    /// <param name="indexed">Whether the container knows exactly where its keyframes are.</param>
    internal SourceClock(IReadOnlyList<double> times, IReadOnlyList<double> keyframes, FrameRate rate, bool indexed)
    {
        (this.times, Rate, Frames) = (times, rate, ChunkCuts.FrameCount(times, rate));
        Keyframes = [.. keyframes.Select(time => ChunkCuts.Slot(time, rate)).Distinct()];
        for (var i = 0; indexed && i < keyframes.Count; i++)
        {
            // Opened a moment after a keyframe, decoding begins at it; just before it, at the keyframe before.
            if (i + 1 == keyframes.Count || keyframes[i + 1] - keyframes[i] > PastKeyframe * 2)
            {
                entries.TryAdd(ChunkCuts.Slot(keyframes[i], rate), keyframes[i] + PastKeyframe);
            }
        }
    }

    internal FrameRate Rate { get; }

    /// <summary>At the constant rate.</summary>
    internal int Frames { get; }

    internal IReadOnlyList<int> Keyframes { get; }

    /// <summary>
    /// Seeking to a frame's own time lands on its neighbour by rounding (media.md 2), so the seek goes between two frames.
    /// At an uneven rate the frame to show at a slot may be an older one: the last that is due.
    /// </summary>
    internal double Seek(int slot)
    {
        if (slot == 0)
        {
            return 0;
        }

        if (entries.TryGetValue(slot, out var entry) && entry < times[^1])
        {
            return entry;
        }

        var (low, high) = (0, times.Count); // the last frame at or before the slot, by halving
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = ChunkCuts.Slot(times[middle], Rate) <= slot ? (middle, high) : (low, middle);
        }

        return low == 0 ? 0 : (times[low - 1] + times[low]) / 2;
    }
}
