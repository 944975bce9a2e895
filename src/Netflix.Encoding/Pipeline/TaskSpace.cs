using Netflix.Encoding.Ladder;
using Netflix.Encoding.Quality;

namespace Netflix.Encoding.Pipeline;

/// <summary>How much temporary space a task takes at most. Pure.</summary>
internal static class TaskSpace
{
    private const long Base = 16L << 20;
    private const int MostAddedKbps = 512; // stereo and 5.1
    private const double ProbeShare = 0.25; // of the film's seconds are tried by analysis, at most

    /// <param name="film">Of the film that the task is for; null until it is inspected.</param>
    /// <param name="source">Of the source file, which each task but the last has a copy of.</param>
    /// <param name="encoded">Of all chunks' rungs, for packaging.</param>
    /// <param name="subtitles">That a track of subtitles may have at most.</param>
    internal static long Of(TaskKind kind, int number, EncodePlan? film, long source, long encoded, int subtitles) => Base + kind switch
    {
        TaskKind.Inspect => 2 * source,
        // Text whole, for HLS and in MP4; or stereo and 5.1, as files and as segments.
        TaskKind.AddTrack => source + Math.Max(3L * subtitles, Sound(film, MostAddedKbps, 2)),
        TaskKind.Analyse => source + (long)(film!.Source.DurationSeconds * ProbeShare * 1_000_000),
        TaskKind.Encode => source + Chunk(film!, film!.Chunks[number]),
        TaskKind.Audio => source + Sound(film, film!.Audio[number].BitrateKbps, 1),
        TaskKind.Text => source + ((long)film!.Text.Count * subtitles),
        // Chunks, joined rungs and segments are there together, each sound track as a file and as segments, subtitles whole,
        // for HLS and in MP4, and pictures.
        _ => (3 * encoded) + Sound(film, film!.Audio.Sum(track => track.BitrateKbps), 2) + (3L * film.Text.Count * subtitles) + (long)(film.Source.DurationSeconds * 16_000),
    };

    /// <summary>Encoded so many times over, and decoded once to be measured; AAC may take a tenth more than it is told.</summary>
    private static long Sound(EncodePlan? film, int kbps, int copies) =>
        (long)((film?.Source.DurationSeconds ?? 0) * ((kbps * 125 * 1.1 * copies) + (SoundCheck.SampleRate * 2 * 2)));

    private static long Chunk(EncodePlan plan, Chunk chunk) =>
        (long)(plan.Source.Rate.Seconds(chunk.Frames) * 1.2 * plan.Ladder.Sum(rung => rung.MaxRateKbps * 125L)) + (200L * chunk.Frames * (plan.Ladder.Count + 1));
}
