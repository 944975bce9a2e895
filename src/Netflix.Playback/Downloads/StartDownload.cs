using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Downloads;

/// <summary>Lets a device keep a video, in one quality, to play it without a network.</summary>
internal static class StartDownload
{
    private const int DataSaverRung = 480;
    private const string Web = "web";

    /// <param name="Quality">The most lines wanted, such as "720p"; "auto", or none, is the best that is allowed.</param>
    internal sealed record Request(Guid? VideoId, string? Quality, string? DeviceType);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.VideoId).NotEmpty().WithMessage("Name the video.");
            RuleFor(request => request.Quality).Matches("^(auto|[0-9]{3,4}p)$").WithMessage("Use 'auto', or a quality such as '720p'.");
            RuleFor(request => request.DeviceType).PlainText(40);
        }
    }

    internal static void Map(IEndpointRouteBuilder downloads) =>
        downloads.MapPost("", Handle).RequireProfile().Validate<Request>()
            .Produces<DownloadGrant>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, PlaybackDbContext db, DownloadLicence licences, DownloadEnd ends, ICatalog catalog, PlaybackLinks links,
        TimeProvider clock, CancellationToken cancel)
    {
        var (viewer, videoId, deviceId) = (http.Viewer(), request.VideoId!.Value, http.User.DeviceId());
        var (video, refusal) = await licences.FindAsync(videoId, viewer, cancel);
        if (video is null)
        {
            return refusal!;
        }

        if (await db.FindAssetAsync(videoId, cancel) is not { } asset)
        {
            return TypedResults.Problem("This video is not ready to play yet.", statusCode: StatusCodes.Status409Conflict);
        }

        var deviceType = request.DeviceType ?? Web;
        if (RungOf(asset.Description.Video, licences.MaxRung(viewer, deviceType), request.Quality, viewer.DataSaver) is not { } rung)
        {
            return Problems.Refused("plan", "This video has no quality that the plan and this kind of device allow.");
        }

        var download = Download.Of(viewer, deviceId, deviceType, asset, rung, await licences.SpanAsync(asset.ContentId, viewer, cancel), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var before = await db.Downloads.AsNoTracking()
            .FirstOrDefaultAsync(one => one.DeviceId == deviceId && one.ProfileId == viewer.ProfileId && one.VideoId == videoId, cancel);
        if (await licences.RefusalOfLimitAsync(viewer, deviceId, before?.DownloadId, cancel) is { } full)
        {
            return full;
        }

        // Again, as in another quality, takes the place of the one before. Asked under the account's lock.
        await ends.RemoveAsync(one => one.DeviceId == deviceId && one.ProfileId == viewer.ProfileId && one.VideoId == videoId, cancel);
        db.Downloads.Add(download);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Created((string?)null, await GrantAsync(download, video, viewer, http, db, licences, catalog, links, clock, cancel));
    }

    internal static async Task<DownloadGrant> GrantAsync(
        Download download, CatalogVideo video, Viewer viewer, HttpContext http, PlaybackDbContext db, DownloadLicence licences, ICatalog catalog, PlaybackLinks links,
        TimeProvider clock, CancellationToken cancel)
    {
        var asset = await db.Assets.AsNoTracking().FirstOrDefaultAsync(one => one.AssetId == download.AssetId, cancel);
        var card = (await catalog.GetCardsAsync([download.ContentId], viewer, cancel)).GetValueOrDefault(download.ContentId);
        var markers = await db.Markers.AsNoTracking().FirstOrDefaultAsync(known => known.VideoId == download.VideoId, cancel);
        return new(
            DownloadItem.Of(download, download.DeviceId, viewer, video, card, asset?.Description, clock.GetUtcNow()),
            DownloadGrant.UrlOf(download, "manifest.mpd", links, http.Request), download.FetchUntil, await licences.IssueAsync(download, cancel), markers?.Markers ?? []);
    }

    /// <summary>The best rung up to the wish, else the lowest there is; null when the plan allows none.</summary>
    internal static int? RungOf(IReadOnlyList<VideoRendition> video, int allowed, string? wish, bool dataSaver)
    {
        var most = wish is { } text && int.TryParse(text.TrimEnd('p'), out var lines) ? lines : dataSaver ? DataSaverRung : int.MaxValue;
        var rungs = video.Where(one => one.IsFor(allowed)).Select(one => one.Rung).ToList();
        return rungs.Count == 0 ? null : rungs.Where(one => one <= most).DefaultIfEmpty(rungs.Min()).Max();
    }
}
