using Netflix.Contracts;

namespace Netflix.Playback;

/// <summary>One play of one video on one device. Its id is a uuid v7, so a later session has a greater id.</summary>
internal sealed class PlaybackSession
{
    /// <summary>Room for pauses on top of twice the film: after that, manifests and path tokens are dead.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(4);

    private PlaybackSession() { }

    public Guid SessionId { get; private init; }
    public Guid AccountId { get; private init; }
    public Guid ProfileId { get; private init; }
    public Guid DeviceId { get; private init; }
    public string DeviceType { get; private init; } = "";
    public Guid VideoId { get; private init; }
    public Guid ContentId { get; private init; }
    public Guid AssetId { get; private init; }
    public string Country { get; private init; } = "";
    public int MaxRung { get; private init; }

    /// <summary>Bits a second that the device measured before.</summary>
    public long? Bandwidth { get; private init; }

    public int MaxStreams { get; private init; }
    public double DurationSeconds { get; private init; }

    /// <summary>Leaves no trace in what the profile watched, and takes none of the plan's streams.</summary>
    public bool IsTrailer { get; private init; }

    /// <summary>The session that plays while this one waits to follow it: until it begins it takes none of the plan's streams either.</summary>
    public Guid? PreloadOf { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndReason { get; private set; }

    public static PlaybackSession Start(Viewer viewer, Guid deviceId, string deviceType, PlayableAsset asset, int maxRung, long? bandwidth, bool isTrailer, DateTimeOffset now, Guid? preloadOf = null) => new()
    {
        SessionId = Guid.CreateVersion7(now),
        AccountId = viewer.AccountId,
        ProfileId = viewer.ProfileId,
        DeviceId = deviceId,
        DeviceType = deviceType,
        VideoId = asset.VideoId,
        ContentId = asset.ContentId,
        AssetId = asset.AssetId,
        Country = viewer.Country,
        MaxRung = maxRung,
        Bandwidth = bandwidth,
        MaxStreams = PlanTerms.Of(viewer.Plan).MaxStreams,
        DurationSeconds = asset.Description.DurationSeconds,
        IsTrailer = isTrailer,
        PreloadOf = preloadOf,
        StartedAt = now,
        ExpiresAt = now + TimeSpan.FromSeconds(2 * asset.Description.DurationSeconds) + Slack,
    };
}

/// <summary>What can be played of a video now: the newest asset that Encoding announced.</summary>
internal sealed class PlayableAsset
{
    private PlayableAsset() { }

    public Guid AssetId { get; private init; }
    public Guid VideoId { get; private init; }
    public Guid ContentId { get; private init; }
    public DateTimeOffset ReadyAt { get; private set; }
    public AssetDescription Description { get; private set; } = null!;

    public static PlayableAsset Of(AssetReady ready) => new()
    {
        AssetId = ready.AssetId,
        VideoId = ready.VideoId,
        ContentId = ready.ContentId,
        ReadyAt = ready.At,
        Description = ready.Asset,
    };

    /// <summary>As it is from then on; events may come late or twice.</summary>
    public void Take(AssetReady ready)
    {
        if (ready.At > ReadyAt)
        {
            (ReadyAt, Description) = (ready.At, ready.Asset);
        }
    }
}

/// <summary>How far a profile came in a video, as PostgreSQL keeps it.</summary>
internal sealed class WatchRecord
{
    /// <summary>From this share on a video counts as watched; below <see cref="StartedPercent"/> as not begun.</summary>
    internal const double CompletedPercent = 90;
    internal const double StartedPercent = 5;
    internal const double FinishedPercent = 95;

    private WatchRecord() { }

    public Guid ProfileId { get; private init; }
    public Guid VideoId { get; private init; }
    public Guid ContentId { get; private init; }
    public Guid SessionId { get; private init; }
    public long Sequence { get; private init; }
    public double PositionSeconds { get; private init; }
    public double DurationSeconds { get; private init; }

    /// <summary>Once, also when it has been begun again since.</summary>
    public bool Completed { get; private init; }
    public DateTimeOffset WatchedAt { get; private init; }

    public static bool IsCompletedAt(double position, double duration) => duration > 0 && position >= duration * CompletedPercent / 100;

    public static double Percent(double position, double duration) =>
        duration > 0 ? Math.Round(Math.Clamp(100 * position / duration, 0, 100), 1) : 0;
}

/// <summary>What players offer to skip in a video, or name.</summary>
internal sealed class KnownMarkers
{
    private KnownMarkers() { }

    public Guid VideoId { get; private init; }
    public IReadOnlyList<Marker> Markers { get; private init; } = [];
    public DateTimeOffset ChangedAt { get; private init; }
}
