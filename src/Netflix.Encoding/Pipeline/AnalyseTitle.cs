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
    private const double PackageWeight = 12;

    public TaskKind Kind => TaskKind.Analyse;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        using var source = await sources.RentAsync(context.Job, cancel);
        var (plan, analysis) = await StudyAsync(source.Path, context.Job.Plan!, context.Folder, context.Report, cancel);
        logger.LogInformation(
            "Job {JobId}: complexity {Complexity}, rungs {Rungs}, {Chunks} chunks",
            context.Job.JobId, analysis?.Complexity, string.Join(", ", plan.Ladder.Select(rung => $"{rung} at {rung.Crf}")), plan.Chunks.Count);
        return (db, job) =>
        {
            job.Follow(plan, analysis);
            db.Tasks.AddRange(Tasks(job.JobId, plan));
            return Task.CompletedTask;
        };
    }

    internal async Task<(EncodePlan Plan, TitleAnalysis? Analysis)> StudyAsync(
        string source, EncodePlan plan, WorkFolder folder, Action<double> report, CancellationToken cancel)
    {
        var film = plan.Source;
        // Its packets again: 0.1 s for 30 s of film, and times of two hours would be megabytes in the job's row.
        var (_, times, keyframes, bytes) = await probe.ReadAsync(source, cancel);
        var clock = new SourceClock(times, keyframes, film.Rate, IsIndexed(film));
        report(0.1);

        var usual = RungLadder.For(film.Width, film.Height, film.Rate);
        var analysis = options.Value.Ladder == EncodingOptions.LadderOfTitle ? await TryAsync(source, plan, clock, bytes, usual, folder, cancel) : null;
        report(0.8);

        var ladder = Codecs.Spread(analysis is null ? usual : TitleLadder.Rungs(analysis.Ladder, usual), options.Value.Uhd, options.Value.Beside);
        var cuts = await scenes.FindAsync(source, film, clock, folder, cancel);
        return (plan with { Ladder = ladder, Chunks = ChunkCuts.Between(cuts, clock) }, analysis);
    }

    /// <summary>Null where the film's samples cannot be tried: it gets the fixed ladder, and encoding will tell what is wrong.</summary>
    private async Task<TitleAnalysis?> TryAsync(
        string source, EncodePlan plan, SourceClock clock, IReadOnlyList<(double Time, int Bytes)> bytes, IReadOnlyList<Rung> usual, WorkFolder folder, CancellationToken cancel)
    {
        try
        {
            var windows = SampleWindows.Of(clock);
            var probes = await trial.MeasureAsync(source, plan, windows, SampleWindows.UsualOver(windows, bytes, clock.Rate), usual, folder, cancel);
            return TitleAnalysis.Of(usual, probes, clock.Rate, windows.Sum(window => window.Frames));
        }
        catch (MediaToolException exception)
        {
            logger.LogWarning("The film's samples cannot be tried, so it gets the fixed ladder: {Reason}", exception.Message);
            return null;
        }
    }

    /// <summary>Only these lead straight to a keyframe; in others a seek may land behind it.</summary>
    private static bool IsIndexed(SourceFilm film) =>
        film.Container.Contains("mp4", StringComparison.Ordinal) || film.Container.Contains("matroska", StringComparison.Ordinal);

    private static IEnumerable<EncodeTask> Tasks(Guid jobId, EncodePlan plan)
    {
        var others = (EncodeAudio.Weight * plan.Audio.Count) + (plan.Text.Count > 0 ? ExtractText.Weight : 0);
        var perFrame = (100 - InspectSource.Weight - Weight - PackageWeight - others) / plan.Source.Frames;
        foreach (var chunk in plan.Chunks)
        {
            yield return EncodeTask.New(jobId, TaskKind.Encode, chunk.Number, perFrame * chunk.Frames);
        }

        yield return EncodeTask.New(jobId, TaskKind.Package, 0, PackageWeight);
    }
}
