using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Protection;
using Netflix.Encoding.Quality;

namespace Netflix.Encoding;

internal enum JobStatus { Pending, Processing, Completed, Failed, Cancelled }

/// <summary>One source on its way to a playable asset.</summary>
internal sealed class EncodeJob
{
    private EncodeJob() { }

    public Guid JobId { get; private init; }
    public Guid ContentId { get; private init; }
    public Guid VideoId { get; private init; }
    public Guid UploadId { get; private init; }
    public Guid AssetId { get; private init; }
    public string Title { get; private init; } = "";

    /// <summary>Of an episode.</summary>
    public int? Season { get; private init; }
    public int? Episode { get; private init; }
    public string? FileName { get; private init; }

    /// <summary>Null for a job that makes an asset; else what it adds to one that is there.</summary>
    public AddedTrack? Added { get; private init; }
    public JobStatus Status { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Higher goes first; 0 is usual.</summary>
    public int Priority { get; private set; }

    /// <summary>As its upload asked for; null: as the service does.</summary>
    public ProtectionMode? Protection { get; private init; }
    public EncodePlan? Plan { get; private set; }
    public TitleAnalysis? Analysis { get; private set; }
    public AssetDescription? Asset { get; private set; }
    public QualityReport? QualityReport { get; private set; }
    public string? Error { get; private set; }

    /// <summary>The source itself is at fault: it is deleted, and no retry can help.</summary>
    public bool Refused { get; private set; }

    /// <summary>False while temporary objects of an ended job may still lie in the store.</summary>
    public bool Swept { get; private set; }

    /// <summary>A newer asset of the video has taken the place of this one.</summary>
    public bool Replaced { get; private set; }

    /// <summary>When the replaced asset is to be deleted; null when it has been.</summary>
    public DateTimeOffset? AssetExpiresAt { get; private set; }

    /// <summary>Its title is gone: everything of the job is deleted, at last its row.</summary>
    public bool Discarded { get; private set; }

    /// <summary>It stopped, and its source was not deleted for that.</summary>
    public bool IsRetryable => Status is JobStatus.Failed or JobStatus.Cancelled && !Refused;

    public bool IsActive => Status is JobStatus.Pending or JobStatus.Processing;

    /// <param name="added">With <paramref name="what"/>, as the studio calls it: <c>subtitles sv</c>.</param>
    internal static EncodeJob Start(Upload source, DateTimeOffset now, AddedTrack? added = null, string? what = null) => new()
    {
        JobId = Guid.CreateVersion7(),
        ContentId = source.ContentId,
        VideoId = source.VideoId!.Value,
        UploadId = source.UploadId,
        AssetId = Guid.CreateVersion7(),
        Title = what is null ? source.Title! : $"{source.Title}: {what}",
        Season = source.Season,
        Episode = source.Episode,
        Added = added,
        FileName = source.FileName,
        Protection = source.Protection,
        CreatedAt = now,
    };

    internal void Follow(EncodePlan plan, TitleAnalysis? analysis = null) => (Plan, Analysis) = (plan, analysis);

    internal void Prioritise(int priority) => Priority = priority;

    internal void Complete(AssetDescription asset, QualityReport quality, DateTimeOffset now)
    {
        (Asset, QualityReport) = (asset, quality);
        End(JobStatus.Completed, now);
    }

    /// <summary>The asset that this job made has other tracks from now on.</summary>
    internal void Redescribe(AssetDescription asset) => Asset = asset;

    /// <summary>Its track is in the asset of another job.</summary>
    internal void CompleteAddition(DateTimeOffset now) => End(JobStatus.Completed, now);

    internal void Fail(string reason, bool refused, DateTimeOffset now)
    {
        (Error, Refused) = (reason, refused);
        End(JobStatus.Failed, now);
    }

    /// <summary>Quality control does not let it out.</summary>
    internal void Reject(QualityReport quality, DateTimeOffset now)
    {
        QualityReport = quality;
        Fail($"Quality control found a fault: {quality.Findings.First(finding => finding.Level == FindingLevel.Error).Message}", refused: false, now);
    }

    internal void Cancel(DateTimeOffset now) => End(JobStatus.Cancelled, now);

    /// <summary>A newer upload of the video takes its place: its source goes at once.</summary>
    internal void Supersede(DateTimeOffset now)
    {
        (Error, Refused) = ("A newer upload of this video has taken its place.", true);
        End(JobStatus.Cancelled, now);
    }

    /// <summary>From the beginning, with what was uploaded.</summary>
    internal void Retry()
    {
        (Status, Error, Swept) = (JobStatus.Pending, null, false);
        (StartedAt, FinishedAt, Plan, Analysis, QualityReport) = (null, null, null, null, null);
    }

    /// <summary>From where it failed; what was made before stays.</summary>
    internal void GoOn() => (Status, Error, FinishedAt, QualityReport, Swept) = (JobStatus.Pending, null, null, null, false);

    internal EncodeTask FirstTask() => Added is null
        ? EncodeTask.New(JobId, TaskKind.Inspect, 0, InspectSource.Weight)
        : EncodeTask.New(JobId, TaskKind.AddTrack, 0, AddTrack.Weight);

    internal void ReplaceAsset(DateTimeOffset deleteAt) => (Replaced, AssetExpiresAt) = (true, deleteAt);

    internal void ForgetAsset() => AssetExpiresAt = null;

    internal void MarkSwept() => Swept = true;

    internal void Discard(DateTimeOffset now)
    {
        if (IsActive)
        {
            Cancel(now);
        }

        (Discarded, Swept) = (true, false);
    }

    /// <summary>Where tasks leave what the next ones need.</summary>
    internal static string Folder(Guid jobId) => $"jobs/{jobId:N}/";

    private void End(JobStatus status, DateTimeOffset now)
    {
        if (!IsActive)
        {
            throw new InvalidOperationException($"Job {JobId} is {Status} already.");
        }

        (Status, FinishedAt) = (status, now);
    }
}
