using Microsoft.EntityFrameworkCore;
using Netflix.Encoding.Quality;

namespace Netflix.Encoding.Features;

internal enum StageStatus { Pending, Processing, Completed, Failed, Cancelled }

/// <summary>A job as the studio sees it.</summary>
/// <param name="Progress">Percent, 0 to 100.</param>
/// <param name="AssetId">What the finished job made.</param>
internal sealed record JobView(
    Guid JobId, Guid ContentId, Guid VideoId, string Title, string? Filename, JobStatus Status, double Progress, IReadOnlyList<JobView.Stage> Stages,
    IReadOnlyList<JobView.Rendition> Renditions, IReadOnlyList<JobView.AudioTrack> AudioTracks, QualityReport? QualityReport, string? Error, Guid? AssetId, double? DurationSeconds,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    internal sealed record Stage(string Name, StageStatus Status, double Progress);

    /// <summary>Planned once the source is inspected; codec and rate (average bits a second) when it is made.</summary>
    internal sealed record Rendition(string Quality, int Width, int Height, int? Bitrate, string? Codec);

    internal sealed record AudioTrack(string Language, string Label, int Channels, string Codec);

    internal static JobView Of(EncodeJob job, IReadOnlyCollection<EncodeTask> tasks)
    {
        var done = job.Status == JobStatus.Completed ? 100 : tasks.Sum(task => task.Weight * task.Progress);
        return new(
            job.JobId, job.ContentId, job.VideoId, job.Title, job.FileName, job.Status, Math.Round(Math.Clamp(done, 0, 100), 1),
            [.. Kinds(job).Select(kind => StageOf(kind, job, tasks))], RenditionsOf(job),
            [.. job.Asset?.Audio.Select(track => new AudioTrack(track.Language, track.Label, track.Channels, track.Codecs)) ?? []], job.QualityReport, job.Error,
            job.Status == JobStatus.Completed ? job.AssetId : null, job.Plan?.Source.DurationSeconds, job.CreatedAt, job.StartedAt, job.FinishedAt);
    }

    internal static async Task<IReadOnlyList<JobView>> ReadAsync(EncodingDbContext db, IReadOnlyList<EncodeJob> jobs, CancellationToken cancel)
    {
        var ids = jobs.Select(job => job.JobId).ToList();
        var tasks = await db.Tasks.AsNoTracking().Where(task => ids.Contains(task.JobId)).ToListAsync(cancel);
        var byJob = tasks.ToLookup(task => task.JobId);
        return [.. jobs.Select(job => Of(job, [.. byJob[job.JobId]]))];
    }

    internal static async Task<JobView?> FindAsync(EncodingDbContext db, Guid jobId, CancellationToken cancel) =>
        await db.Jobs.AsNoTracking().FirstOrDefaultAsync(job => job.JobId == jobId && !job.Discarded, cancel) is { } job
            ? (await ReadAsync(db, [job], cancel))[0]
            : null;

    private static IEnumerable<TaskKind> Kinds(EncodeJob job) => new[] { TaskKind.Inspect, TaskKind.Analyse, TaskKind.Encode, TaskKind.Audio, TaskKind.Text, TaskKind.Package }
        .Where(kind => kind switch
        {
            TaskKind.Audio => job.Plan is null or { Audio.Count: > 0 },
            TaskKind.Text => job.Plan is { Text.Count: > 0 },
            _ => true,
        });

    private static Stage StageOf(TaskKind kind, EncodeJob job, IEnumerable<EncodeTask> tasks)
    {
        var own = tasks.Where(task => task.Kind == kind).ToList();
        var weight = own.Sum(task => task.Weight);
        var progress = weight > 0 ? 100 * own.Sum(task => task.Weight * task.Progress) / weight : 0;
        var status =
            own.Count > 0 && own.All(task => task.CompletedAt is not null) ? StageStatus.Completed
            : job.Status == JobStatus.Failed && own.Any(task => task.Error is not null) ? StageStatus.Failed
            : !job.IsActive ? StageStatus.Cancelled
            : own.Any(task => task.Worker is not null || task.CompletedAt is not null) ? StageStatus.Processing
            : StageStatus.Pending;
        return new(kind.ToString().ToLowerInvariant(), status, Math.Round(progress, 1));
    }

    private static IReadOnlyList<Rendition> RenditionsOf(EncodeJob job) => job switch
    {
        { Asset: { } asset } => [.. asset.Video.Select(made => new Rendition($"{made.Rung}p", made.Width, made.Height, made.AverageBandwidth, made.Codecs))],
        { Plan: { } plan } => [.. plan.Ladder.Select(rung => new Rendition($"{rung.Lines}p", rung.Width, rung.Height, null, null))],
        _ => [],
    };
}
