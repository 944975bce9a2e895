namespace Netflix.Encoding.Ladder;

/// <summary>
/// Which stretches of a film are tried to choose its ladder. Trying a frame costs what encoding it 2.7 times does, so that
/// the 2 % of a film taken here cost 5 % of its encoding, and of a long film less.
/// </summary>
internal static class SampleWindows
{
    private const double Part = 0.02;
    private const int FewestFrames = 30;
    private const int MostFrames = 1400;
    private const int FewestWindows = 3; // of two, one that is not like the film decides half
    private const double MostUnlike = 4;
    private const int ShortestWindow = 10; // within a tenth of what two seconds from there cost (TitleProbe)

    /// <summary>Evenly over the film, each at the source's nearest keyframe, where decoding can begin.</summary>
    internal static IReadOnlyList<Chunk> Of(SourceClock clock)
    {
        var budget = Math.Min(clock.Frames, Math.Clamp((int)(clock.Frames * Part), FewestFrames, MostFrames));
        var count = Math.Max(1, Math.Min(Math.Max(FewestWindows, (int)Math.Sqrt(budget / 2.0)), budget / ShortestWindow));
        var frames = budget / count;
        var (apart, windows) = (clock.Frames / count, new List<Chunk>());
        foreach (var number in Enumerable.Range(0, count))
        {
            var middle = (int)((number + 0.5) * clock.Frames / count);
            // Not the film's first, where logos and titles are.
            var first = ChunkCuts.FindNearest(new(middle, apart / 2), clock.Keyframes) ?? middle;
            first = Math.Min(Math.Max(first, windows.Count > 0 ? windows[^1].FirstFrame + frames : 0), clock.Frames - (frames * (count - number)));
            windows.Add(new(number, first, frames, clock.Seek(first), frames));
        }

        return windows;
    }

    /// <summary>
    /// How much more the source's own encoder spent on a usual frame of the film than on those of the windows: what moves little
    /// there may move much elsewhere, and a few windows of a short film tell too little. 1 where the source has keyframes alone,
    /// or spends the same on all.
    /// </summary>
    /// <param name="bytes">Of all frames but keyframes.</param>
    internal static double UsualOver(IReadOnlyList<Chunk> windows, IReadOnlyList<(double Time, int Bytes)> bytes, FrameRate rate)
    {
        var tried = windows
            .Select(window => bytes.Where(frame => ChunkCuts.Slot(frame.Time, rate) is var slot && slot >= window.FirstFrame && slot < window.FirstFrame + window.Frames).ToList())
            .Where(frames => frames.Count > 0).Select(frames => frames.Average(frame => (double)frame.Bytes)).ToList();
        return tried.Count == windows.Count && tried.Average() > 0
            ? Math.Clamp(bytes.Average(frame => (double)frame.Bytes) / tried.Average(), 1 / MostUnlike, MostUnlike)
            : 1;
    }
}
