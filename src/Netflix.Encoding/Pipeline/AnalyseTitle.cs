using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>Chooses the ladder for this title, and where to cut it into chunks; then the encoding can begin.</summary>
internal sealed class AnalyseTitle(SourceCache sources, SourceProbe probe) : IEncodeStep
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
        var times = (await probe.ReadAsync(source.Path, cancel)).FrameTimes;
        var plan = context.Job.Plan with { Ladder = RungLadder.For(film.Width, film.Height, film.Rate), Chunks = ChunkCuts.Of(times, film.Rate) };
        return (db, job) =>
        {
            job.Follow(plan, analysis: null);
            db.Tasks.AddRange(Tasks(job.JobId, plan));
        };
    }

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
