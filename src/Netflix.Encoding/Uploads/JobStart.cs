using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Encoding.Uploads;

internal static class JobStart
{
    /// <summary>A finished upload becomes a job with the next SaveChanges; earlier jobs of the same video that still run are cancelled.</summary>
    internal static async Task<EncodeJob> StartJobAsync(
        this EncodingDbContext db, Upload upload, DateTimeOffset now, CancellationToken cancel)
    {
        await db.LockVideoAsync(upload.VideoId!.Value, cancel); // two that end at once would not see each other's job

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
        await db.EndedAsync(job, options, cancel);
    }

    /// <summary>A locked job was cancelled or has failed: its source stays a while for a retry, and a failure is told.</summary>
    internal static async Task EndedAsync(this EncodingDbContext db, EncodeJob job, EncodingOptions options, CancellationToken cancel)
    {
        var at = job.FinishedAt!.Value;
        if (job.Status == JobStatus.Failed)
        {
            db.Publish(new EncodeFailed(job.JobId, job.VideoId, job.ContentId, job.Error!, at));
        }

        if (await db.Uploads.FindAsync([job.UploadId], cancel) is { } upload)
        {
            upload.ExpireAt(at + options.UploadLifetime);
        }
    }
}
