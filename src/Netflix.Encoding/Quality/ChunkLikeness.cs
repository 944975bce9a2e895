namespace Netflix.Encoding.Quality;

/// <summary>Whether what was encoded shows the source's frames, each in its place. Pure.</summary>
internal static class ChunkLikeness
{
    // Levels of 255. The heaviest grain at 240 lines comes to 2; another picture to 20 and more.
    private const double Unlike = 9;
    private const double UnlikeSeconds = 0.5;
    private const double Closer = 0.85;
    private const double Moving = 0.15;

    /// <summary>What is wrong with a rung of a chunk; null when nothing is.</summary>
    /// <param name="made">Of the decoded rung.</param>
    /// <param name="source">Of the source from the chunk's first frame on, and of some frames beyond its last.</param>
    /// <param name="frames">How many the rung must have.</param>
    internal static string? FindFault(Fingerprints made, Fingerprints source, int frames, double framesPerSecond)
    {
        if (made.Count != frames)
        {
            return $"{made.Count} of {frames} frames decode";
        }

        var own = Fingerprints.Distances(made, source);
        if (own.Length < frames)
        {
            return $"the source has {own.Length} of its {frames} frames";
        }

        // Before single pictures: a chunk that is a frame off is unlike at each cut within it.
        var here = own.Average();
        var (shift, there) = new[] { -1, 1, -2, 2 }.Select(by => (By: by, Distance: Mean(Fingerprints.Distances(made, source, by)))).MinBy(one => one.Distance);
        if (here > Moving && there < here * Closer)
        {
            return $"its pictures are {Math.Abs(shift)} {(Math.Abs(shift) == 1 ? "frame" : "frames")} {(shift > 0 ? "early" : "late")}";
        }

        var most = Math.Max(1, (int)(framesPerSecond * UnlikeSeconds));
        for (int frame = 0, run = 0; frame < frames; frame++)
        {
            run = own[frame] > Unlike ? run + 1 : 0;
            if (run >= Math.Min(most, frames))
            {
                return $"from frame {frame - run + 1} on it shows another picture than the source";
            }
        }

        return null;
    }

    /// <summary>
    /// The last frames that a chunk's source showed beyond its end are the next chunk's first, reached by another seek: so
    /// each cut is proved by two ways of coming to it. In a still scene all are alike, and no fault could be seen either.
    /// </summary>
    /// <returns>How many frames the next chunk begins late (early below 0); 0 when it begins where it should.</returns>
    internal static int CutError(ReadOnlySpan<byte> beyond, ReadOnlySpan<byte> nextHead)
    {
        const int Size = Fingerprints.FrameBytes;
        if (beyond.Length < 2 * Size || nextHead.Length < 2 * Size)
        {
            return 0; // a last chunk of a frame or two
        }

        var right = Fingerprints.Distance(beyond[..Size], nextHead[..Size]) + Fingerprints.Distance(beyond[Size..(2 * Size)], nextHead[Size..(2 * Size)]);
        var late = Fingerprints.Distance(beyond[Size..(2 * Size)], nextHead[..Size]) * 2;
        var early = Fingerprints.Distance(beyond[..Size], nextHead[Size..(2 * Size)]) * 2;
        return right < Moving || right <= Math.Min(late, early) ? 0 : late < early ? 1 : -1;
    }

    private static double Mean(double[] distances) => distances.Length < 3 ? double.MaxValue : distances.Average();
}
