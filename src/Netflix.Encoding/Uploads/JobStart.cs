using Microsoft.EntityFrameworkCore;

namespace Netflix.Encoding.Uploads;

internal static class JobStart
{
    /// <summary>A finished upload becomes a job with the next SaveChanges; earlier jobs of the same video that still run are cancelled.</summary>
    internal static async Task<EncodeJob> StartJobAsync(
        this EncodingDbContext db, Upload upload, DateTimeOffset now, CancellationToken cancel)
    {
        // Else an older film that takes longer would replace the newer one.
        var active = await db.Jobs
            .FromSql($"select * from encoding.jobs where video_id = {upload.VideoId} and status in ('Pending', 'Processing') for update")
            .ToListAsync(cancel);
        foreach (var older in active)
        {
            older.Supersede(now);
        }

        var job = upload.StartJob(now);
        db.Jobs.Add(job);
        db.Tasks.Add(job.FirstTask());
        return job;
    }

    /// <summary>Ends a locked, active job; its encoders notice by their next heartbeat. The source stays for a retry.</summary>
    internal static async Task CancelAsync(
        this EncodingDbContext db, EncodeJob job, EncodingOptions options, DateTimeOffset now, CancellationToken cancel)
    {
        job.Cancel(now);
        if (await db.Uploads.FindAsync([job.UploadId], cancel) is { } upload)
        {
            upload.ExpireAt(now + options.UploadLifetime);
        }
    }
}
