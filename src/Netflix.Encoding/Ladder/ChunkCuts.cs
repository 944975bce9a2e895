namespace Netflix.Encoding.Ladder;

/// <summary>A run of frames that one task encodes into all rungs.</summary>
/// <param name="SeekSeconds">Where to open the source; after the first frame where that is a keyframe to begin decoding at.</param>
/// <param name="GroupFrames">From one keyframe to the next; the chunk's last group may be a little shorter.</param>
internal sealed record Chunk(int Number, int FirstFrame, int Frames, double SeekSeconds, int GroupFrames)
{
    /// <summary>The frames that begin a group, counted from the film's first.</summary>
    public IEnumerable<int> Keyframes()
    {
        for (var frame = FirstFrame; frame < FirstFrame + Frames; frame += GroupFrames)
        {
            yield return frame;
        }
    }
}

/// <summary>Where one chunk should end and the next begin.</summary>
/// <param name="Reach">So many frames before or after it will do too.</param>
internal sealed record CutTarget(int Frame, int Reach);

/// <summary>Cuts a film into chunks of about the same length, exact to the frame.</summary>
internal static class ChunkCuts
{
    internal const double KeyframeSeconds = 2;
    internal const double SegmentSeconds = KeyframeSeconds * 2;

    private const double ShortestChunk = 8; // below, starting processes and decoding up to the cut cost more than they gain
    private const double LongestChunk = 60; // what a killed encoder loses
    private const int ManyChunks = 24;
    private const int ReachShare = 4; // the shortest chunk is then half of the usual one

    /// <summary>Rounded up: a group of frames shorter than 2 s would leave a segment's boundary just before its time.</summary>
    internal static int KeyframeInterval(FrameRate rate) => (int)Math.Ceiling(rate.Value * KeyframeSeconds - 1e-6);

    /// <summary>How many frames a film has at a constant rate, given when each of its own is shown.</summary>
    internal static int FrameCount(IReadOnlyList<double> times, FrameRate rate) => Slot(times[^1], rate) + 1;

    /// <summary>Which frame at the constant rate shows what the source shows then.</summary>
    internal static int Slot(double time, FrameRate rate) =>
        Math.Max(0, (int)Math.Round(time * rate.Numerator / rate.Denominator, MidpointRounding.AwayFromZero));

    /// <summary>Evenly over the film, so that no encoder waits for one long last chunk.</summary>
    internal static IReadOnlyList<CutTarget> Targets(int frames, FrameRate rate)
    {
        var seconds = rate.Seconds(frames);
        var target = Math.Clamp(seconds / ManyChunks, ShortestChunk, LongestChunk);
        var count = Math.Max(1, (int)Math.Round(seconds / target));
        return [.. Enumerable.Range(1, count - 1).Select(number => new CutTarget((int)((long)frames * number / count), frames / count / ReachShare))];
    }

    /// <summary>
    /// The best that is known without decoding: the nearest frame where the source's encoder began a group sooner than
    /// usual, for it does so at scene changes. Null where there is none within reach.
    /// </summary>
    internal static int? FindEarlyKeyframe(CutTarget target, IReadOnlyList<int> keyframes)
    {
        var usual = keyframes.Zip(keyframes.Skip(1), (one, next) => next - one).DefaultIfEmpty().Max();
        return FindNearest(target, [.. keyframes.Where((frame, i) => i > 0 && frame - keyframes[i - 1] < usual * 0.9)]);
    }

    internal static int? FindNearest(CutTarget target, IReadOnlyList<int> frames) =>
        frames.Where(frame => Math.Abs(frame - target.Frame) <= target.Reach && frame > 0)
            .OrderBy(frame => Math.Abs(frame - target.Frame)).Select(frame => (int?)frame).FirstOrDefault();

    /// <param name="cuts">The first frame of each chunk but the first, ascending.</param>
    internal static IReadOnlyList<Chunk> Between(IReadOnlyList<int> cuts, SourceClock clock)
    {
        var interval = KeyframeInterval(clock.Rate);
        return
        [
            .. cuts.Prepend(0).Zip(cuts.Append(clock.Frames), (first, end) => (First: first, Frames: end - first)).Select((run, number) =>
            {
                // As few groups as may be, all as long: a group of a few frames would be all keyframe.
                var groups = (run.Frames + interval - 1) / interval;
                return new Chunk(number, run.First, run.Frames, clock.Seek(run.First), (run.Frames + groups - 1) / groups);
            }),
        ];
    }
}
