using Microsoft.Extensions.Logging;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>Finds out what the source is, refuses what cannot be encoded, and decides which tracks to make.</summary>
internal sealed class InspectSource(SourceCache sources, SourceProbe probe, InterlaceCheck interlacing, Ffmpeg ffmpeg, ILogger<InspectSource> logger) : IEncodeStep
{
    internal const double Weight = 3;

    public TaskKind Kind => TaskKind.Inspect;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        using var source = await sources.RentAsync(context.Job, cancel);
        context.Report(0.3);
        var (read, _, keyframes, _) = await probe.ReadAsync(source.Path, cancel);
        var film = await interlacing.LookAsync(source.Path, read, keyframes, cancel);
        context.Report(0.9);

        var plan = new EncodePlan(film, [], [], ffmpeg.Preset, TrackPlans.Audio(film), TrackPlans.Text(film));
        logger.LogInformation(
            "Job {JobId}: {Width}x{Height}, {Rate} frames a second, {Frames} frames, {Audio} sound tracks, {Text} subtitle tracks",
            context.Job.JobId, film.Width, film.Height, film.Rate, film.Frames, film.Audio.Count, film.Text.Count);
        return (db, job) =>
        {
            job.Follow(plan);
            db.Tasks.Add(EncodeTask.New(job.JobId, TaskKind.Analyse, 0, AnalyseTitle.Weight));
            db.Tasks.AddRange(plan.Audio.Index().Select(track => EncodeTask.New(job.JobId, TaskKind.Audio, track.Index, EncodeAudio.Weight)));
            if (plan.Text.Count > 0)
            {
                db.Tasks.Add(EncodeTask.New(job.JobId, TaskKind.Text, 0, ExtractText.Weight));
            }

            return Task.CompletedTask;
        };
    }
}
