using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Quality;

namespace Netflix.Encoding.Features;

internal enum StageStatus { Pending, Processing, Completed, Failed, Cancelled }

/// <summary>A job as the studio sees it.</summary>
/// <param name="Progress">Percent, 0 to 100.</param>
/// <param name="SecondsLeft">By the pace so far; null while that tells nothing yet.</param>
/// <param name="Retryable">A retry can help: it failed or was cancelled, and its source is kept.</param>
/// <param name="AssetId">What the finished job made.</param>
internal sealed record JobView(
    Guid JobId, Guid ContentId, Guid VideoId, string Title, string? Filename, JobStatus Status, int Priority, double Progress, int? SecondsLeft,
    IReadOnlyList<JobView.Stage> Stages, IReadOnlyList<JobView.Rendition> Renditions, IReadOnlyList<JobView.AudioTrack> AudioTracks,
    IReadOnlyList<JobView.SubtitleTrack> SubtitleTracks, JobView.SourceFacts? Source, TitleAnalysis? Analysis, QualityReport? QualityReport, string? Error, bool Retryable,
    Guid? AssetId, double? DurationSeconds, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    private const double TellingProgress = 4; // percent, before which the pace is that of starting up

    /// <param name="Tasks">How many there are, of which <paramref name="Done"/> are completed.</param>
    /// <param name="Failures">Tries that failed, of all its tasks.</param>
    internal sealed record Stage(string Name, StageStatus Status, double Progress, int Tasks, int Done, int Failures);

    /// <summary>Planned once the title is analysed.</summary>
    /// <param name="MaxBitrate">The cap, in bits a second.</param>
    /// <param name="Bitrate">Average bits a second: of the chunks that are made, at last of all.</param>
    /// <param name="Ssim">Likeness to the source, of the same.</param>
    internal sealed record Rendition(string Name, string Quality, int Width, int Height, double? Crf, int? MaxBitrate, int? Bitrate, string? Codec, double? Ssim);

    internal sealed record AudioTrack(string Name, string Language, string Label, int Channels, string Codec, string Kind);

    internal sealed record SubtitleTrack(string Language, string Label, string Kind);

    internal sealed record SourceFacts(
        string Container, string Codec, int Width, int Height, double FrameRate, double DurationSeconds, long Bytes, bool Interlaced, bool Hdr,
        IReadOnlyList<SourceAudio> Audio, IReadOnlyList<SourceText> Subtitles, int Chapters);

    /// <summary>What of a task the view needs.</summary>
    internal sealed record TaskState(Guid JobId, TaskKind Kind, int Number, double Weight, double Progress, int Failures, bool Running, bool Done, bool Faulty, string? Outcome);

    internal static JobView Of(EncodeJob job, IReadOnlyCollection<TaskState> tasks, DateTimeOffset now)
    {
        var done = job.Status == JobStatus.Completed ? 100 : Math.Clamp(tasks.Sum(task => task.Weight * task.Progress), 0, 100);
        return new(
            job.JobId, job.ContentId, job.VideoId, job.Title, job.FileName, job.Status, job.Priority, Math.Round(done, 1), SecondsLeftOf(job, done, now),
            [.. Kinds(job, tasks).Select(kind => StageOf(kind, job, tasks))], RenditionsOf(job, tasks),
            [.. job.Asset?.Audio.Select(track => new AudioTrack(track.Name, track.Language, track.Label, track.Channels, track.Codecs, track.Kind)) ?? []],
            [.. job.Asset?.Text.Select(track => new SubtitleTrack(track.Language, track.Label, track.Kind)) ?? []],
            job.Plan is { } plan ? FactsOf(plan.Source) : null, job.Analysis, job.QualityReport, job.Error, job.IsRetryable,
            job.Status == JobStatus.Completed ? job.Added?.ToAssetId ?? job.AssetId : null, job.Plan?.Source.DurationSeconds, job.CreatedAt, job.StartedAt, job.FinishedAt);
    }

    /// <param name="detailed">With what is measured of each rung so far, and the analysis.</param>
    internal static async Task<IReadOnlyList<JobView>> ReadAsync(EncodingDbContext db, IReadOnlyList<EncodeJob> jobs, bool detailed, CancellationToken cancel)
    {
        var ids = jobs.Select(job => job.JobId).ToList();
        var tasks = await db.Tasks.AsNoTracking().Where(task => ids.Contains(task.JobId)).Select(task => new TaskState(
            task.JobId, task.Kind, task.Number, task.Weight, task.Progress, task.Failures, task.Worker != null, task.CompletedAt != null, task.Error != null,
            detailed && task.Kind == TaskKind.Encode ? task.Outcome : null)).ToListAsync(cancel);
        var byJob = tasks.ToLookup(task => task.JobId);
        var now = DateTimeOffset.UtcNow; // against the times of other processes: no test's clock
        var views = jobs.Select(job => Of(job, [.. byJob[job.JobId]], now));
        return [.. detailed ? views : views.Select(view => view with { Analysis = null })];
    }

    internal static async Task<JobView?> FindAsync(EncodingDbContext db, Guid jobId, CancellationToken cancel) =>
        await db.Jobs.AsNoTracking().FirstOrDefaultAsync(job => job.JobId == jobId && !job.Discarded, cancel) is { } job
            ? (await ReadAsync(db, [job], detailed: true, cancel))[0]
            : null;

    internal static ProblemHttpResult NoSuchJob() => TypedResults.Problem("There is no such job.", statusCode: StatusCodes.Status404NotFound);

    private static IEnumerable<TaskKind> Kinds(EncodeJob job, IReadOnlyCollection<TaskState> tasks) => tasks.Any(task => task.Kind == TaskKind.AddTrack)
        ? [TaskKind.AddTrack]
        : new[] { TaskKind.Inspect, TaskKind.Analyse, TaskKind.Encode, TaskKind.Audio, TaskKind.Text, TaskKind.Package }.Where(kind => kind switch
        {
            TaskKind.Audio => job.Plan is null or { Audio.Count: > 0 },
            TaskKind.Text => job.Plan is { Text.Count: > 0 },
            _ => true,
        });

    private static Stage StageOf(TaskKind kind, EncodeJob job, IEnumerable<TaskState> tasks)
    {
        var own = tasks.Where(task => task.Kind == kind).ToList();
        var weight = own.Sum(task => task.Weight);
        var progress = weight > 0 ? 100 * own.Sum(task => task.Weight * task.Progress) / weight : 0;
        var rejected = kind == TaskKind.Package && job is { Status: JobStatus.Failed, QualityReport.Verdict: Verdict.Fail };
        var status =
            rejected ? StageStatus.Failed
            : own.Count > 0 && own.All(task => task.Done) ? StageStatus.Completed
            : job.Status == JobStatus.Failed && own.Any(task => task.Faulty) ? StageStatus.Failed
            : !job.IsActive ? StageStatus.Cancelled
            : own.Any(task => task.Running || task.Done) ? StageStatus.Processing
            : StageStatus.Pending;
        return new(kind.ToString().ToLowerInvariant(), status, Math.Round(progress, 1), own.Count, own.Count(task => task.Done), own.Sum(task => task.Failures));
    }

    private static int? SecondsLeftOf(EncodeJob job, double percent, DateTimeOffset now) =>
        job is { Status: JobStatus.Processing, StartedAt: { } started } && percent >= TellingProgress
            ? (int)Math.Ceiling((now - started).TotalSeconds * (100 - percent) / percent)
            : null;

    private static IReadOnlyList<Rendition> RenditionsOf(EncodeJob job, IReadOnlyCollection<TaskState> tasks)
    {
        if (job.Plan is not { } plan)
        {
            return [];
        }

        var made = tasks.Where(task => task.Outcome is not null)
            .Select(task => (task.Number, Chunk: JsonSerializer.Deserialize<ChunkResult>(task.Outcome!, JsonSerializerOptions.Web)!)).ToList();
        var seconds = made.Sum(chunk => plan.Source.Rate.Seconds(plan.Chunks[chunk.Number].Frames));
        return [.. plan.Ladder.Select(rung => Describe(rung))];

        Rendition Describe(Rung rung)
        {
            var asset = job.Asset?.Video.FirstOrDefault(one => one.Name == rung.Name);
            var report = job.QualityReport?.Rungs.FirstOrDefault(one => one.Name == rung.Name);
            var chunks = made.Select(chunk => chunk.Chunk.Rungs.First(one => one.Name == rung.Name)).ToList();
            return new(
                rung.Name, $"{rung.Lines}p", rung.Width, rung.Height, rung.Crf, rung.MaxRateKbps * 1000,
                asset?.AverageBandwidth ?? (seconds > 0 ? (int)(chunks.Sum(chunk => chunk.Bytes) * 8 / seconds) : null), asset?.Codecs,
                report?.Ssim ?? (chunks.Count > 0 && chunks.All(chunk => chunk.Ssim is not null) ? Math.Round(chunks.Average(chunk => chunk.Ssim!.Value), 4) : null));
        }
    }

    private static SourceFacts FactsOf(SourceFilm film) => new(
        film.Container, film.Codec, film.Width, film.Height, Math.Round(film.Rate.Value, 3), Math.Round(film.DurationSeconds, 3), film.Bytes, film.Interlaced, film.IsHdr,
        film.Audio, film.Text, film.Chapters.Count);
}
