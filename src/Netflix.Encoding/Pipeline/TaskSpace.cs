using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Pipeline;

/// <summary>How much temporary space a task takes at most. Pure.</summary>
internal static class TaskSpace
{
    private const long Base = 16L << 20;
    private const double ProbeShare = 0.25; // of the film's seconds are tried by analysis, at most

    /// <param name="source">Of the source file, which each task but the last has a copy of.</param>
    /// <param name="encoded">Of all chunks and tracks that were made, for packaging.</param>
    internal static long Of(TaskKind kind, int number, EncodePlan? plan, long source, long encoded) => Base + kind switch
    {
        TaskKind.Inspect or TaskKind.AddTrack => 2 * source,
        TaskKind.Analyse => source + (long)(plan!.Source.DurationSeconds * ProbeShare * 1_000_000),
        TaskKind.Encode => source + Chunk(plan!, plan!.Chunks[number]),
        TaskKind.Audio => source + (long)(plan!.Source.DurationSeconds * (plan.Audio[number].BitrateKbps * 125 + 16_000 * 4)),
        TaskKind.Text => source + (64L << 20),
        // Chunks, joined rungs and segments are there together, and decoded sound.
        _ => (3 * encoded) + (long)(plan!.Source.DurationSeconds * 16_000),
    };

    private static long Chunk(EncodePlan plan, Chunk chunk) =>
        (long)(plan.Source.Rate.Seconds(chunk.Frames) * 1.2 * plan.Ladder.Sum(rung => rung.MaxRateKbps * 125L)) + (200L * chunk.Frames * (plan.Ladder.Count + 1));
}
