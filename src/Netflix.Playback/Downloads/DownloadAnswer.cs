using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Netflix.Contracts;

namespace Netflix.Playback.Downloads;

/// <param name="ThisDevice">Kept on the device that asks; else on another of the account.</param>
/// <param name="Bytes">About: by the renditions' average rates.</param>
/// <param name="Status"><c>ready</c>, <c>expired</c> (to be renewed), or <c>refused</c> while the viewer may not watch it now.</param>
/// <param name="Reason">Of <c>refused</c>: as of a refused start.</param>
internal record DownloadItem(
    Guid DownloadId, Guid DeviceId, string DeviceType, bool ThisDevice, Guid VideoId, Guid ContentId, string Title, int? SeasonNumber, int? EpisodeNumber, string? EpisodeTitle,
    string? ThumbnailUrl, string Quality, double DurationSeconds, long Bytes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? FirstPlayedAt, int Renewals,
    string Status, string? Reason)
{
    internal static DownloadItem Of(Download download, Guid deviceId, Viewer viewer, CatalogVideo? video, TitleCard? card, AssetDescription? asset, DateTimeOffset now)
    {
        var reason = ReasonOf(viewer, video);
        return new(
            download.DownloadId, download.DeviceId, download.DeviceType, download.DeviceId == deviceId, download.VideoId, download.ContentId,
            video?.Video.Title ?? "", video?.Video.Season, video?.Video.Episode, video?.Video.EpisodeTitle, card?.ThumbnailUrl,
            $"{download.Rung}p", asset?.DurationSeconds ?? 0, asset is null ? 0 : BytesOf(asset, download.Rung), download.CreatedAt, download.ExpiresAt, download.FirstPlayedAt,
            download.Renewals, reason is not null ? "refused" : download.IsExpired(now) ? "expired" : "ready", reason);
    }

    private static string? ReasonOf(Viewer viewer, CatalogVideo? video) => video switch
    {
        null or { Access: Access.Unknown } => "gone",
        _ when viewer.Subscription != SubscriptionStatus.Active => "subscriptionInactive",
        { Access: Access.Region } => "region",
        { Access: Access.Maturity } => "maturity",
        _ => null,
    };

    private static long BytesOf(AssetDescription asset, int rung) => (long)(asset.DurationSeconds / 8 * (
        asset.Video.Where(one => one.Rung == rung && one.IsFor(rung)).Select(one => one.AverageBandwidth).DefaultIfEmpty().Max()
        + asset.Audio.Sum(track => (long)track.Bandwidth)));
}

/// <summary>A download with all that a device needs to fetch and to play it.</summary>
/// <param name="ManifestUrl">DASH, of the one quality; carries its own signature, good until <paramref name="FetchUntil"/>.</param>
internal sealed record DownloadGrant(
    [property: JsonIgnore] DownloadItem Item, string ManifestUrl, DateTimeOffset FetchUntil, DownloadLicence.Licence License, IReadOnlyList<Marker> Markers) : DownloadItem(Item)
{
    internal static string UrlOf(Download download, string file, PlaybackLinks links, HttpRequest request) =>
        $"{request.Scheme}://{request.Host}/api/v1/downloads/{download.DownloadId}/{file}?sig={links.Sign(download.FetchId, download.FetchUntil)}";
}
