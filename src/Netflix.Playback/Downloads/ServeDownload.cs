using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Playback.Manifests;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Downloads;

/// <summary>A download's manifest: its one quality, all sound and subtitles, on the edges that are up now. The signature in the address is the authorisation.</summary>
internal static class ServeDownload
{
    internal static void Map(IEndpointRouteBuilder downloads) =>
        downloads.MapMethods("/{downloadId:guid}/manifest.mpd", ["GET", "HEAD"], Handle)
            .AllowAnonymous().RequireCors(PlaybackModule.PlayersCors).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    internal static async Task<IResult> Handle(
        Guid downloadId, string? sig, HttpContext http, PlaybackDbContext db, PlaybackLinks links, Grants grants, PackagedText packaged, TimeProvider clock, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store"; // tokens and edges are of this moment
        var download = await db.Downloads.AsNoTracking().FirstOrDefaultAsync(one => one.DownloadId == downloadId, cancel);
        if (download is null || !links.IsSigned(download.FetchId, sig) || download.FetchUntil <= clock.GetUtcNow() || download.IsExpired(clock.GetUtcNow()))
        {
            return Problems.Refused("downloadEnded", "The address is not signed for this download, or has expired: renew the download.");
        }

        if ((await db.Assets.AsNoTracking().FirstOrDefaultAsync(one => one.AssetId == download.AssetId, cancel))?.Description is not { } asset
            || await packaged.FindAsync(download.AssetId, asset.Manifest, cancel) is not { } manifest)
        {
            return TypedResults.Problem("The video has been removed.", statusCode: StatusCodes.Status404NotFound);
        }

        var (pathways, busy) = await grants.PathwaysAsync(new PathGrant(download.AssetId, download.FetchId, download.Rung, download.FetchUntil), download.Country, http, cancel);
        return busy ?? TypedResults.Text(DashManifest.Write(manifest, IsKept, pathways, watermark: downloadId), "application/dash+xml");

        // Of video alone: sound and text are for all. Nobody winds through what a disk gives at once.
        bool IsKept(string name) => asset.Video.FirstOrDefault(rung => rung.Name == name) is { } rung ? rung.Rung == download.Rung && rung.IsFor(download.Rung) : asset.TrickPlay?.Name != name;
    }
}
