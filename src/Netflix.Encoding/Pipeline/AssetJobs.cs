using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Encoding.Pipeline;

/// <summary>The jobs whose assets play now, and changes of what those assets hold.</summary>
internal static class AssetJobs
{
    /// <summary>The job that made the asset which plays now; null while the video has none.</summary>
    internal static Task<EncodeJob?> FindAssetJobAsync(this EncodingDbContext db, Guid videoId, CancellationToken cancel) =>
        db.Jobs.AsNoTracking().Where(job => job.VideoId == videoId && job.Status == JobStatus.Completed && !job.Replaced && !job.Discarded && job.Added == null)
            .OrderByDescending(job => job.JobId).FirstOrDefaultAsync(cancel);

    /// <summary>From now on new sessions play the asset as it is described here. The job's row is locked: changes come one after another.</summary>
    internal static void Redescribe(this EncodingDbContext db, EncodeJob job, AssetDescription asset, DateTimeOffset now)
    {
        job.Redescribe(asset);
        db.Publish(new AssetReady(job.AssetId, job.JobId, job.VideoId, job.ContentId, asset, now));
    }

    /// <summary>A new name for the asset's DASH manifest: edges and players keep what they know under the old one.</summary>
    internal static string NewManifest() => $"manifest-{Guid.NewGuid():N}.mpd";
}
