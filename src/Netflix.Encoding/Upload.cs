using Netflix.Contracts;
using Netflix.Encoding.Protection;

namespace Netflix.Encoding;

/// <summary>A source on its way in. Its bytes are part objects; what stands in <see cref="Received"/> is safe.</summary>
internal sealed class Upload
{
    private Upload() { }

    public Guid UploadId { get; private init; }
    public Guid ContentId { get; private init; }

    /// <summary>Null for a form upload whose season and episode come after the file.</summary>
    public Guid? VideoId { get; private set; }
    public string? Title { get; private set; }

    /// <summary>Of an episode.</summary>
    public int? Season { get; private set; }
    public int? Episode { get; private set; }
    public string? FileName { get; private set; }

    /// <summary>Null until a form upload has ended.</summary>
    public long? Length { get; private set; }
    public long Received { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    /// <summary>Null: as long as its job needs it.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }
    public Guid? JobId { get; private set; }

    /// <summary>Upload-Metadata as a tus client sent it, which HEAD gives back.</summary>
    public string? Metadata { get; private init; }

    /// <summary>How its asset is to be packaged; null: as the service does.</summary>
    public ProtectionMode? Protection { get; private set; }

    public bool IsComplete => Length == Received;

    internal static Upload Begin(Guid contentId, VideoRef? video, string? fileName, long? length, DateTimeOffset now, TimeSpan lifetime, string? metadata = null, ProtectionMode? protection = null) => new()
    {
        UploadId = Guid.CreateVersion7(),
        ContentId = contentId,
        VideoId = video?.VideoId,
        Title = video is null ? null : Name(video),
        Season = video?.Season,
        Episode = video?.Episode,
        FileName = fileName,
        Length = length,
        CreatedAt = now,
        ExpiresAt = now + lifetime,
        Metadata = metadata,
        Protection = protection,
    };

    internal void EndForm(VideoRef video, string? fileName, ProtectionMode? protection)
    {
        (VideoId, Title, FileName, Length, Protection) = (video.VideoId, Name(video), fileName, Received, protection);
        (Season, Episode) = (video.Season, video.Episode);
    }

    /// <summary>The finished upload becomes a job's source, which stays as long as the job needs it.</summary>
    internal EncodeJob StartJob(DateTimeOffset now, AddedTrack? added = null, string? what = null)
    {
        var job = EncodeJob.Start(this, now, added, what);
        JobId = job.JobId;
        ExpiresAt = null;
        return job;
    }

    internal void ExpireAt(DateTimeOffset time) => ExpiresAt = time;

    internal void Keep() => ExpiresAt = null;

    internal static string Folder(Guid uploadId) => $"uploads/{uploadId:N}/";

    private static string Name(VideoRef video) =>
        video.Season is null ? video.Title : $"{video.Title} S{video.Season}:E{video.Episode} {video.EpisodeTitle}".TrimEnd();
}

/// <summary>One stored piece of an upload, in order of <see cref="Position"/>.</summary>
internal sealed class UploadPart
{
    public required Guid UploadId { get; init; }
    public required long Position { get; init; }

    /// <summary>New for each write: of two clients that send the same bytes, each has its own object and one is kept.</summary>
    public required Guid PartId { get; init; }
    public required int Length { get; init; }
    public required byte[] Sha256 { get; init; }

    public string Key => $"{Upload.Folder(UploadId)}{PartId:N}";
}
