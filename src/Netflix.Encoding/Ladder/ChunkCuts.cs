namespace Netflix.Encoding.Ladder;

/// <summary>A run of frames that one task encodes into all rungs.</summary>
/// <param name="SeekSeconds">Where to open the source: between the first frame that is needed and the one before it.</param>
/// <param name="GroupFrames">From one keyframe to the next; the chunk's last group may be shorter.</param>
internal sealed record Chunk(int Number, int FirstFrame, int Frames, double SeekSeconds, int GroupFrames);

/// <summary>Cuts a film into chunks of whole segments, exact to the frame.</summary>
internal static class ChunkCuts
{
    internal const double KeyframeSeconds = 2;
    internal const int KeyframesInSegment = 2;
    internal const double SegmentSeconds = KeyframeSeconds * KeyframesInSegment;

    private const double ShortestChunk = 8; // below, starting processes and decoding up to the cut cost more than they gain
    private const double LongestChunk = 60; // what a killed encoder loses
    private const int ManyChunks = 24;

    /// <summary>Rounded up: a group of frames shorter than 2 s would leave a segment's boundary just before its time.</summary>
    internal static int KeyframeInterval(FrameRate rate) => (int)Math.Ceiling(rate.Value * KeyframeSeconds - 1e-6);

    internal static int SegmentFrames(FrameRate rate) => KeyframeInterval(rate) * KeyframesInSegment;

    /// <summary>How many frames a film has at a constant rate, given when each of its own is shown.</summary>
    internal static int FrameCount(IReadOnlyList<double> times, FrameRate rate) => Slot(times[^1], rate) + 1;

    /// <param name="times">When each source frame is shown, ascending, from the start of the file.</param>
    internal static IReadOnlyList<Chunk> Of(IReadOnlyList<double> times, FrameRate rate)
    {
        var frames = FrameCount(times, rate);
        var segmentFrames = SegmentFrames(rate);
        var segments = (frames + segmentFrames - 1) / segmentFrames;
        var target = Math.Clamp(rate.Seconds(frames) / ManyChunks, ShortestChunk, LongestChunk);
        var count = Math.Clamp((int)Math.Round(segments * SegmentSeconds / target), 1, segments);

        var chunks = new List<Chunk>(count);
        for (var number = 0; number < count; number++)
        {
            // Evenly, so that no encoder waits for one long last chunk.
            var first = segments * number / count * segmentFrames;
            var end = Math.Min(frames, segments * (number + 1) / count * segmentFrames);
            chunks.Add(new(number, first, end - first, Seek(times, first, rate), KeyframeInterval(rate)));
        }

        return chunks;
    }

    /// <summary>
    /// Seeking to a frame's own time lands on its neighbour by rounding (media.md 2), so the seek goes between two frames.
    /// At an uneven rate the frame to show at a slot may be an older one: the last that is due.
    /// </summary>
    private static double Seek(IReadOnlyList<double> times, int slot, FrameRate rate)
    {
        if (slot == 0)
        {
            return 0;
        }

        var (low, high) = (0, times.Count); // the last frame at or before the slot, by halving
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Slot(times[middle], rate) <= slot ? (middle, high) : (low, middle);
        }

        return low == 0 ? 0 : (times[low - 1] + times[low]) / 2;
    }

    private static int Slot(double time, FrameRate rate) =>
        Math.Max(0, (int)Math.Round(time * rate.Numerator / rate.Denominator, MidpointRounding.AwayFromZero));
}
