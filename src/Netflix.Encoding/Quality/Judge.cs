using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Quality;

/// <summary>
/// Puts together what the checks of all tasks saw, and decides. What only the source can be blamed for is never a
/// failure: films do go black, stand still and fall silent. What encoding did is.
/// </summary>
internal static class Judge
{
    private const double ShortestBlack = 1;
    private const double ShortestFreeze = 3;
    private const double ShortestSilence = 4;
    private const double Opening = 3;
    private const double Ending = 0.9; // of the film: credits stand still, and end black and silent
    private const double GoodSsim = 0.88;
    private const double FloorSsim = 0.45; // heavy grain at 240 lines under its cap comes down to this
    private const double LoudPeakDb = -0.1;

    /// <param name="chunks">In order.</param>
    /// <param name="findings">Of the checks that look at whole tracks.</param>
    internal static QualityReport Decide(
        EncodePlan plan, IReadOnlyList<ChunkResult> chunks, IReadOnlyList<AudioQuality> sound, IReadOnlyList<Stretch> silences,
        IEnumerable<Finding> findings, Func<Rung, long> bytesOf)
    {
        var all = new List<Finding>(findings);
        var black = Merge(plan, chunks, "black");
        all.AddRange(Black(plan.Source.DurationSeconds, black, silences));
        all.AddRange(Freezes(plan.Source.DurationSeconds, Merge(plan, chunks, "freeze"), black));
        all.AddRange(Silences(plan.Source.DurationSeconds, silences));

        var rungs = plan.Ladder.Select(rung => Measure(plan, chunks, rung, bytesOf(rung))).ToList();
        all.AddRange(rungs.SelectMany(Likeness));
        all.AddRange(sound.SelectMany(Sound));
        var verdict = all.Any(finding => finding.Level == FindingLevel.Error) ? Verdict.Fail
            : all.Any(finding => finding.Level == FindingLevel.Warning) ? Verdict.Warnings
            : Verdict.Pass;
        return new(
            verdict, [.. all.OrderByDescending(finding => finding.Level).ThenBy(finding => finding.Start)],
            plan.Source.Frames, Math.Round(plan.Source.DurationSeconds, 3), Math.Round(plan.Source.Rate.Seconds(plan.Chunks.Max(chunk => chunk.GroupFrames)), 3),
            plan.Chunks.Count, plan.Audio.Count > 0, rungs, sound);
    }

    /// <summary>What is wrong where chunks meet; null when each begins with the frame that it should.</summary>
    internal static Finding? FindCutFault(EncodePlan plan, IReadOnlyList<ChunkResult> chunks)
    {
        for (var number = 1; number < chunks.Count; number++)
        {
            if (ChunkLikeness.CutError(chunks[number - 1].Beyond, chunks[number].Head) is var late and not 0)
            {
                return new("frames", FindingLevel.Error, $"Chunk {number + 1} begins a frame {(late > 0 ? "late" : "early")}.", Start: plan.Source.Rate.Seconds(plan.Chunks[number].FirstFrame));
            }
        }

        return null;
    }

    private static IReadOnlyList<Stretch> Merge(EncodePlan plan, IReadOnlyList<ChunkResult> chunks, string kind) => Stretches.Merge(
        chunks.SelectMany((chunk, number) =>
        {
            var start = plan.Source.Rate.Seconds(plan.Chunks[number].FirstFrame);
            return chunk.Stretches.Where(stretch => stretch.Kind == kind).Select(stretch => stretch with { Start = stretch.Start + start, End = stretch.End + start });
        }));

    private static IEnumerable<Finding> Black(double film, IReadOnlyList<Stretch> black, IReadOnlyList<Stretch> silences)
    {
        foreach (var stretch in black.Where(stretch => stretch.Seconds >= ShortestBlack))
        {
            // A pause is black and silent; a lost picture is black while the sound goes on.
            var quiet = silences.Any(silence => silence.Start <= stretch.Start + 0.5 && silence.End >= stretch.End - 0.5);
            var level = quiet || AtTheEnds(stretch, film) ? FindingLevel.Note : FindingLevel.Warning;
            yield return Of(stretch, level, $"The picture is black for {stretch.Seconds:0.#} s{(quiet ? " and it is silent" : "")}");
        }
    }

    private static IEnumerable<Finding> Freezes(double film, IReadOnlyList<Stretch> freezes, IReadOnlyList<Stretch> black)
    {
        foreach (var stretch in freezes.Where(stretch => stretch.Seconds >= ShortestFreeze))
        {
            if (!black.Any(other => other.Start <= stretch.Start + 1 && other.End >= stretch.End - 1))
            {
                yield return Of(stretch, AtTheEnds(stretch, film) ? FindingLevel.Note : FindingLevel.Warning, $"The picture stands still for {stretch.Seconds:0.#} s");
            }
        }
    }

    private static IEnumerable<Finding> Silences(double film, IReadOnlyList<Stretch> silences) =>
        silences.Where(stretch => stretch.Seconds >= Math.Min(ShortestSilence, film * 0.9)).Select(stretch =>
            stretch.Seconds >= film * 0.98
                ? new("silence", FindingLevel.Warning, "The sound is silent from beginning to end.")
                : Of(stretch, AtTheEnds(stretch, film) ? FindingLevel.Note : FindingLevel.Warning, $"It is silent for {stretch.Seconds:0.#} s"));

    private static RungQuality Measure(EncodePlan plan, IReadOnlyList<ChunkResult> chunks, Rung rung, long bytes)
    {
        var likeness = chunks.Select((chunk, number) => (Ssim: chunk.Rungs.First(one => one.Name == rung.Name).Ssim, plan.Chunks[number].Frames)).ToList();
        var known = likeness.All(one => one.Ssim is not null);
        return new(
            rung.Name, rung.Lines,
            known ? Math.Round(likeness.Sum(one => one.Ssim!.Value * one.Frames) / likeness.Sum(one => (double)one.Frames), 4) : null,
            known ? Math.Round(likeness.Min(one => one.Ssim!.Value), 4) : null,
            bytes, (int)(bytes * 8 / plan.Source.DurationSeconds / 1000));
    }

    private static IEnumerable<Finding> Likeness(RungQuality rung)
    {
        if (rung.Ssim < FloorSsim)
        {
            yield return new("ssim", FindingLevel.Error, $"At {rung.Rung} lines the film is not like its source: SSIM {rung.Ssim:0.000}, the least is {FloorSsim:0.00}.", rung.Name);
        }
        else if (rung.Ssim < GoodSsim)
        {
            yield return new("ssim", FindingLevel.Note, $"At {rung.Rung} lines the film is hard to encode under its cap: SSIM {rung.Ssim:0.000}.", rung.Name);
        }
    }

    private static IEnumerable<Finding> Sound(AudioQuality track)
    {
        if (track.PeakDb > LoudPeakDb)
        {
            yield return new("loudness", FindingLevel.Warning, $"The sound {track.Name} peaks at {track.PeakDb:0.0} dBTP: players may distort it.", track.Name);
        }

        if (track.OffsetSeconds is { } late && Math.Abs(late) > SoundCheck.NoticedOffset)
        {
            yield return new(
                "sync", Math.Abs(late) > SoundCheck.FaultyOffset ? FindingLevel.Error : FindingLevel.Warning,
                $"The sound {track.Name} is {Math.Abs(late) * 1000:0} ms {(late > 0 ? "late" : "early")}.", track.Name);
        }
    }

    private static bool AtTheEnds(Stretch stretch, double film) => stretch.End <= Opening || stretch.Start >= film * Ending;

    private static Finding Of(Stretch stretch, FindingLevel level, string what) => new(
        stretch.Kind, level, $"{what}, from {SourceRefusedException.Time(stretch.Start)} to {SourceRefusedException.Time(stretch.End)}.",
        Start: Math.Round(stretch.Start, 2), End: Math.Round(stretch.End, 2));
}
