using Netflix.Contracts;

namespace Netflix.Playback.Downloads;

/// <summary>One video that a device keeps to play without a network, and until when it may. Its id is a uuid v7.</summary>
internal sealed class Download
{
    private Download() { }

    public Guid DownloadId { get; private init; }
    public Guid AccountId { get; private init; }
    public Guid ProfileId { get; private init; }
    public Guid DeviceId { get; private init; }
    public string DeviceType { get; private init; } = "";
    public Guid VideoId { get; private init; }
    public Guid ContentId { get; private init; }
    public Guid AssetId { get; private init; }
    public string Country { get; private set; } = "";

    /// <summary>Nominal lines: the one rung that is kept.</summary>
    public int Rung { get; private init; }

    /// <summary>What manifest and path tokens are issued to; another with every renewal, so that those before can be refused.</summary>
    public Guid FetchId { get; private set; }

    public DateTimeOffset FetchUntil { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>From then on the device may not play it.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Under this licence; null again after a renewal.</summary>
    public DateTimeOffset? FirstPlayedAt { get; private set; }

    public int Renewals { get; private set; }

    internal static Download Of(Viewer viewer, Guid deviceId, string deviceType, PlayableAsset asset, int rung, Span span, DateTimeOffset now) => new()
    {
        DownloadId = Guid.CreateVersion7(now),
        AccountId = viewer.AccountId,
        ProfileId = viewer.ProfileId,
        DeviceId = deviceId,
        DeviceType = deviceType,
        VideoId = asset.VideoId,
        ContentId = asset.ContentId,
        AssetId = asset.AssetId,
        Country = viewer.Country,
        Rung = rung,
        FetchId = Guid.CreateVersion7(now),
        FetchUntil = span.FetchUntil,
        CreatedAt = now,
        ExpiresAt = span.ExpiresAt,
    };

    /// <param name="ExpiresAt">Of the licence.</param>
    /// <param name="FetchUntil">Of the manifest's address and its path tokens.</param>
    internal sealed record Span(DateTimeOffset ExpiresAt, DateTimeOffset FetchUntil);

    internal bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    internal void Renew(Span span, string country, DateTimeOffset now)
    {
        (ExpiresAt, FetchUntil, FetchId, Country) = (span.ExpiresAt, span.FetchUntil, Guid.CreateVersion7(now), country);
        FirstPlayedAt = null;
        Renewals++;
    }

    /// <summary>The first play ends the licence soon; later ones change nothing.</summary>
    internal void Play(DateTimeOffset at, TimeSpan playTime)
    {
        if (FirstPlayedAt is null)
        {
            FirstPlayedAt = at;
            ExpiresAt = ExpiresAt < at + playTime ? ExpiresAt : at + playTime;
        }
    }
}
