using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Pictures;

/// <summary>The keyframes of what was encoded: the pictures that are cheap to look at.</summary>
internal static class Keyframes
{
    /// <summary>Consecutive keyframes that are looked at together, so that it shows how lively the film is there.</summary>
    internal const int Together = 4;

    private const int MostLookedAt = 600; // of 14 kB each, and a third of a second to score

    /// <summary>When each is shown, in seconds: the n-th that a decoder gives is the n-th of these.</summary>
    internal static List<double> Times(EncodePlan plan) =>
    [
        .. plan.Chunks.SelectMany(chunk => Enumerable.Range(0, (chunk.Frames + chunk.GroupFrames - 1) / chunk.GroupFrames)
            .Select(group => plan.Source.Rate.Seconds(chunk.FirstFrame + (group * chunk.GroupFrames)))),
    ];

    /// <summary>From each this many keyframes the first <see cref="Together"/> are looked at: all of a film of twenty minutes.</summary>
    internal static int Stride(int count) => Math.Max(Together, (int)Math.Ceiling((double)count * Together / MostLookedAt));

    internal static bool IsLookedAt(int keyframe, int stride) => keyframe % stride < Together;
}
