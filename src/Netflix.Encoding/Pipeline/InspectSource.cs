using Microsoft.Extensions.Logging;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>Finds out what the source is, refuses what cannot be encoded, and plans the rest of the job.</summary>
internal sealed class InspectSource(SourceCache sources, SourceProbe probe, Ffmpeg ffmpeg, ILogger<InspectSource> logger) : IEncodeStep
{
    internal const double InspectWeight = 5;
    internal const double PackageWeight = 12;
    private const double AudioWeight = 3;

    public TaskKind Kind => TaskKind.Inspect;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        using var source = await sources.RentAsync(context.Job, cancel);
        context.Report(0.3);
        var (film, times) = await probe.ReadAsync(source.Path, cancel);
        context.Report(0.9);

        var plan = new EncodePlan(film, RungLadder.For(film.Width, film.Height, film.Rate), ChunkCuts.Of(times, film.Rate), ffmpeg.Preset);
        logger.LogInformation(
            "Job {JobId}: {Width}x{Height}, {Rate} frames a second, {Frames} frames, {Rungs} rungs, {Chunks} chunks",
            context.Job.JobId, film.Width, film.Height, film.Rate, film.Frames, plan.Ladder.Count, plan.Chunks.Count);
        return (db, job) =>
        {
            job.Follow(plan);
            db.Tasks.AddRange(Tasks(job.JobId, plan));
        };
    }

    private static IEnumerable<EncodeTask> Tasks(Guid jobId, EncodePlan plan)
    {
        var audio = plan.Source.Audio is null ? 0 : AudioWeight;
        var perFrame = (100 - InspectWeight - PackageWeight - audio) / plan.Source.Frames;
        foreach (var chunk in plan.Chunks)
        {
            yield return EncodeTask.New(jobId, TaskKind.Encode, chunk.Number, perFrame * chunk.Frames);
        }

        if (audio > 0)
        {
            yield return EncodeTask.New(jobId, TaskKind.Audio, 0, audio);
        }

        yield return EncodeTask.New(jobId, TaskKind.Package, 0, PackageWeight);
    }
}
