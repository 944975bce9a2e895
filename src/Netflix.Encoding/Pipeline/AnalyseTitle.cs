using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>Chooses the ladder for this title, and where to cut it into chunks; then the encoding can begin.</summary>
internal sealed class AnalyseTitle(
    SourceCache sources, SourceProbe probe, TitleProbe trial, SceneCuts scenes, IOptions<EncodingOptions> options, ILogger<AnalyseTitle> logger) : IEncodeStep
{
    internal const double Weight = 5;
    private const double AudioWeight = 3;
    private const double TextWeight = 1;
    private const double PackageWeight = 12;

    public TaskKind Kind => TaskKind.Analyse;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var film = context.Job.Plan!.Source;
        using var source = await sources.RentAsync(context.Job, cancel);
        // Its packets again: 0.1 s for 30 s of film, and times of two hours would be megabytes in the job's row.
        var (_, times, keyframes) = await probe.ReadAsync(source.Path, cancel);
        var clock = new SourceClock(times, keyframes, film.Rate, IsIndexed(film));
        context.Report(0.1);

        var usual = RungLadder.For(film.Width, film.Height, film.Rate);
        var analysis = options.Value.Ladder == EncodingOptions.LadderOfTitle ? await TryAsync(context, source.Path, clock, usual, cancel) : null;
        context.Report(0.8);

        var ladder = Codecs.Spread(analysis is null ? usual : TitleLadder.Rungs(analysis.Ladder, usual), options.Value.Uhd, options.Value.Beside);
        var cuts = await scenes.FindAsync(source.Path, film, clock, context.Folder, cancel);
        var plan = context.Job.Plan with { Ladder = ladder, Chunks = ChunkCuts.Between(cuts, clock) };
        logger.LogInformation(
            "Job {JobId}: complexity {Complexity}, rungs {Rungs}, {Chunks} chunks",
            context.Job.JobId, analysis?.Complexity, string.Join(", ", ladder.Select(rung => $"{rung} at {rung.Crf}")), plan.Chunks.Count);
        return (db, job) =>
        {
            job.Follow(plan, analysis);
            db.Tasks.AddRange(Tasks(job.JobId, plan));
        };
    }

    /// <summary>Null where the film's samples cannot be tried: it gets the fixed ladder, and encoding will tell what is wrong.</summary>
    private async Task<TitleAnalysis?> TryAsync(
        StepContext context, string source, SourceClock clock, IReadOnlyList<Rung> usual, CancellationToken cancel)
    {
        try
        {
            var windows = SampleWindows.Of(clock);
            var probes = await trial.MeasureAsync(source, context.Job.Plan!, windows, usual, context.Folder, cancel);
            return TitleAnalysis.Of(usual, probes, clock.Rate, windows.Sum(window => window.Frames));
        }
        catch (MediaToolException exception)
        {
            logger.LogWarning("Job {JobId}: its samples cannot be tried, so it gets the fixed ladder: {Reason}", context.Job.JobId, exception.Message);
            return null;
        }
    }

    /// <summary>Only these lead straight to a keyframe; in others a seek may land behind it.</summary>
    private static bool IsIndexed(SourceFilm film) =>
        film.Container.Contains("mp4", StringComparison.Ordinal) || film.Container.Contains("matroska", StringComparison.Ordinal);

    private static IEnumerable<EncodeTask> Tasks(Guid jobId, EncodePlan plan)
    {
        var text = plan.Text.Count > 0 ? TextWeight : 0;
        var perFrame = (100 - InspectSource.Weight - Weight - PackageWeight - (AudioWeight * plan.Audio.Count) - text) / plan.Source.Frames;
        foreach (var chunk in plan.Chunks)
        {
            yield return EncodeTask.New(jobId, TaskKind.Encode, chunk.Number, perFrame * chunk.Frames);
        }

        foreach (var (number, _) in plan.Audio.Index())
        {
            yield return EncodeTask.New(jobId, TaskKind.Audio, number, AudioWeight);
        }

        if (text > 0)
        {
            yield return EncodeTask.New(jobId, TaskKind.Text, 0, text);
        }

        yield return EncodeTask.New(jobId, TaskKind.Package, 0, PackageWeight);
    }
}
