using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.Playback.Progress;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Downloads;

/// <summary>What a profile's devices keep: listed, renewed, played, removed.</summary>
internal static class KeepDownloads
{
    internal sealed record Played(DateTimeOffset? At, double? Position);

    internal sealed class Validator : AbstractValidator<Played>
    {
        public Validator()
        {
            RuleFor(request => request.At).NotNull().WithMessage("Say when it was played.");
            RuleFor(request => request.Position).NotNull().Must(position => position is null || (double.IsFinite(position.Value) && position >= 0))
                .WithMessage("Say the position in seconds, from 0.");
        }
    }

    internal static void Map(IEndpointRouteBuilder downloads)
    {
        downloads.MapGet("", List).RequireProfile().ProducesValidationProblem();
        downloads.MapPost("/{downloadId:guid}/renew", Renew).RequireProfile().Produces<DownloadGrant>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        downloads.MapPost("/{downloadId:guid}/played", Play).RequireProfile().Validate<Played>().ProducesProblem(404);
        downloads.MapDelete("/{downloadId:guid}", Remove).RequireProfile().ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Page<DownloadItem>>, ValidationProblem>> List(
        int? page, int? limit, HttpContext http, PlaybackDbContext db, ICatalog catalog, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        var own = db.Downloads.AsNoTracking().Where(one => one.AccountId == viewer.AccountId && one.ProfileId == viewer.ProfileId);
        var found = await own.OrderByDescending(one => one.DownloadId).Skip((number - 1) * size).Take(size).ToListAsync(cancel);
        Guid[] assetIds = [.. found.Select(one => one.AssetId)];
        var assets = await db.Assets.AsNoTracking().Where(asset => assetIds.Contains(asset.AssetId)).ToDictionaryAsync(asset => asset.AssetId, cancel);
        var videos = await catalog.GetVideosAsync([.. found.Select(one => one.VideoId)], viewer, cancel);
        var cards = await catalog.GetCardsAsync([.. found.Select(one => one.ContentId).Distinct()], viewer, cancel);
        var items = found.ConvertAll(one => DownloadItem.Of(
            one, http.User.DeviceId(), viewer, videos.GetValueOrDefault(one.VideoId), cards.GetValueOrDefault(one.ContentId), assets.GetValueOrDefault(one.AssetId)?.Description,
            clock.GetUtcNow()));
        return TypedResults.Ok(new Page<DownloadItem>(items, await own.CountAsync(cancel), number, size));
    }

    /// <summary>A licence anew, with all that was asked at first asked again.</summary>
    internal static async Task<IResult> Renew(
        Guid downloadId, HttpContext http, PlaybackDbContext db, DownloadLicence licences, ICatalog catalog, PlaybackLinks links, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.FindDownloadAsync(downloadId, viewer, cancel) is not { } download)
        {
            return NoSuchDownload();
        }

        if (download.DeviceId != http.User.DeviceId())
        {
            return TypedResults.Problem("Another device keeps this download: renew it there.", statusCode: StatusCodes.Status409Conflict);
        }

        var (video, refusal) = await licences.FindAsync(download.VideoId, viewer, cancel);
        if (video is null)
        {
            return refusal!;
        }

        if (download.Rung > licences.MaxRung(viewer, download.DeviceType))
        {
            return Problems.Refused("plan", "The plan does not include this quality any more: remove the download, and take it again in a lower one.");
        }

        if (await licences.RefusalOfLimitAsync(viewer, download.DeviceId, downloadId, cancel) is { } full)
        {
            return full;
        }

        download.Renew(await licences.SpanAsync(download.ContentId, viewer, cancel), viewer.Country, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(await StartDownload.GrantAsync(download, video, viewer, http, db, licences, catalog, links, clock, cancel));
    }

    /// <summary>
    /// Where the film was left without a network, told once there is one: the first play ends the licence soon, and the
    /// position counts as of when it was played, so that it never undoes what was watched since.
    /// </summary>
    internal static async Task<IResult> Play(
        Guid downloadId, Played request, HttpContext http, PlaybackDbContext db, ProgressWriter progress, IOptionsMonitor<DownloadOptions> options, TimeProvider clock,
        CancellationToken cancel)
    {
        var (viewer, now) = (http.Viewer(), clock.GetUtcNow());
        if (await db.FindDownloadAsync(downloadId, viewer, cancel) is not { } download)
        {
            return NoSuchDownload();
        }

        var at = request.At!.Value.ToUniversalTime();
        at = at < download.CreatedAt ? download.CreatedAt : at > now ? now : at;
        download.Play(at, options.CurrentValue.PlayTime);
        if (await db.Assets.AsNoTracking().FirstOrDefaultAsync(asset => asset.AssetId == download.AssetId, cancel) is { Description.DurationSeconds: var duration })
        {
            var position = Math.Min(request.Position!.Value, duration);
            var watched = new Watched(viewer.ProfileId, download.VideoId, download.ContentId, Guid.CreateVersion7(at), 1, position, duration, at);
            if (await progress.WriteAsync(watched, at, cancel))
            {
                var percent = WatchRecord.Percent(position, duration);
                db.Publish(new WatchProgressed(viewer.ProfileId, download.VideoId, download.ContentId, percent, at));
                if (percent >= WatchRecord.CompletedPercent)
                {
                    db.Publish(new WatchCompleted(viewer.ProfileId, download.VideoId, download.ContentId, at));
                }
            }
        }

        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>From any device of the account, so that one that is lost makes room.</summary>
    internal static async Task<IResult> Remove(Guid downloadId, HttpContext http, PlaybackDbContext db, DownloadEnd ends, CancellationToken cancel)
    {
        if (await db.FindDownloadAsync(downloadId, http.Viewer(), cancel) is null)
        {
            return NoSuchDownload();
        }

        await ends.RemoveAsync(one => one.DownloadId == downloadId, cancel);
        return TypedResults.NoContent();
    }

    private static Task<Download?> FindDownloadAsync(this PlaybackDbContext db, Guid downloadId, Viewer viewer, CancellationToken cancel) =>
        db.Downloads.FirstOrDefaultAsync(one => one.DownloadId == downloadId && one.AccountId == viewer.AccountId && one.ProfileId == viewer.ProfileId, cancel);

    private static ProblemHttpResult NoSuchDownload() => TypedResults.Problem("There is no such download.", statusCode: StatusCodes.Status404NotFound);
}
