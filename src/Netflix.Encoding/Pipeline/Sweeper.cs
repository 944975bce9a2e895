using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Deletes from the store what nobody needs any more: chunks and sources of ended jobs, unfinished uploads, replaced
/// assets, all of deleted titles. What a kill leaves undone is found again, for the rows stay until their objects are gone.
/// </summary>
internal sealed class Sweeper(
    IServiceScopeFactory scopes, IObjectStore store, IOptions<EncodingOptions> options, TimeProvider clock, ILogger<Sweeper> logger)
    : RecurringWork(TimeSpan.FromSeconds(5), "Sweeping waits; the rows still say what is to be deleted", clock, logger)
{
    private const int AtOnce = 100;

    protected override Task RoundAsync(CancellationToken cancel) => SweepAsync(cancel);

    internal async Task SweepAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EncodingDbContext>();

        // A job whose encoder may still write is left until that lease is over.
        var ended = await db.Database.SqlQuery<Guid>($"""
            select job_id as "Value" from encoding.jobs job
            where not swept and status not in ('Pending', 'Processing') and not exists (
                select 1 from encoding.tasks task
                where task.job_id = job.job_id and task.completed_at is null and task.worker is not null and task.due_at > now())
            limit {AtOnce}
            """).ToListAsync(cancel);
        foreach (var jobId in ended)
        {
            await SweepJobAsync(db, jobId, cancel);
        }

        var now = Clock.GetUtcNow();
        foreach (var job in await db.Jobs.Where(job => job.AssetExpiresAt <= now).OrderBy(job => job.AssetExpiresAt).Take(AtOnce).ToListAsync(cancel))
        {
            await DropAssetAsync(db, job.AssetId, cancel);
            job.ForgetAsset();
            await db.SaveChangesAsync(cancel);
        }

        foreach (var upload in await db.Uploads.Where(upload => upload.ExpiresAt <= now).OrderBy(upload => upload.ExpiresAt).Take(AtOnce).ToListAsync(cancel))
        {
            await store.DeleteAsync(Upload.Folder(upload.UploadId), cancel);
            if (upload.JobId is { } over)
            {
                await store.DeleteAsync(EncodeJob.Folder(over), cancel);
            }

            await db.Uploads.Where(other => other.UploadId == upload.UploadId).ExecuteDeleteAsync(cancel); // perhaps another sweep has
        }
    }

    private async Task SweepJobAsync(EncodingDbContext db, Guid jobId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockJobAsync(jobId, cancel) is not { IsActive: false } job)
        {
            return; // retried meanwhile
        }

        // What a failed job has made waits with its source for a retry.
        if (job.Status != JobStatus.Failed || job.Refused || job.Discarded)
        {
            await store.DeleteAsync(EncodeJob.Folder(jobId), cancel);
        }

        if (job.Status != JobStatus.Completed || job.Discarded)
        {
            await DropAssetAsync(db, job.AssetId, cancel);
        }

        if (job.Status == JobStatus.Completed || job.Refused || job.Discarded)
        {
            await DropSourceAsync(db, job, cancel);
        }

        job.MarkSwept();
        if (job.Discarded)
        {
            db.Jobs.Remove(job);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task DropAssetAsync(EncodingDbContext db, Guid assetId, CancellationToken cancel)
    {
        await store.DeleteAsync(AssetKeys.Root(assetId), cancel);
        await db.ContentKeys.Where(key => key.AssetId == assetId).ExecuteDeleteAsync(cancel);
    }

    /// <summary>The row stays a while: the client that sent the last byte may ask what became of it.</summary>
    private async Task DropSourceAsync(EncodingDbContext db, EncodeJob job, CancellationToken cancel)
    {
        await store.DeleteAsync(Upload.Folder(job.UploadId), cancel);
        await db.Parts.Where(part => part.UploadId == job.UploadId).ExecuteDeleteAsync(cancel);
        if (await db.Uploads.FindAsync([job.UploadId], cancel) is { } upload)
        {
            upload.ExpireAt(job.Discarded ? Clock.GetUtcNow() : Clock.GetUtcNow() + options.Value.UploadLifetime);
        }
    }
}
