using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Encoding.Pipeline;

/// <summary>A task that this encoder holds until <see cref="EncodeTask.DueAt"/>, with its job as it was when leased.</summary>
internal sealed record Lease(EncodeTask Task, EncodeJob Job);

/// <summary>What a finished task changes of its job, within the transaction that ends the task.</summary>
internal delegate void JobChange(EncodingDbContext db, EncodeJob job);

/// <summary>
/// Tasks in PostgreSQL. A lease is a due time in the future, by the database's clock; each lease raises the attempt, and
/// every write of a holder names its attempt: who has lost a lease changes nothing any more.
/// </summary>
internal sealed class TaskQueue(IServiceScopeFactory scopes, IOptions<EncodingOptions> options, TimeProvider clock)
{
    /// <summary>The next task of the oldest job, or null when none is due.</summary>
    internal async Task<Lease?> LeaseAsync(string worker, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EncodingDbContext>();
        // A worker still named on a due task died with it: that counts as a failure, so that a film that kills encoders stops.
        var leased = await db.Tasks.FromSql($"""
            update encoding.tasks
            set attempt = attempt + 1, failures = failures + (worker is not null)::int, worker = {worker}, progress = 0, due_at = now() + {options.Value.Lease}
            where task_id = (
                select task.task_id
                from encoding.tasks task join encoding.jobs job on job.job_id = task.job_id
                where task.completed_at is null and task.due_at <= now() and job.status in ('Pending', 'Processing')
                    and not exists (
                        select 1 from encoding.tasks earlier
                        where earlier.job_id = task.job_id and earlier.stage < task.stage and earlier.completed_at is null)
                order by job.created_at, task.stage, task.number
                limit 1
                for update of task skip locked)
            returning *
            """).AsNoTracking().ToListAsync(cancel);
        if (leased is not [var task])
        {
            return null;
        }

        await db.Jobs.Where(job => job.JobId == task.JobId && job.Status == JobStatus.Pending).ExecuteUpdateAsync(
            set => set.SetProperty(job => job.Status, JobStatus.Processing).SetProperty(job => job.StartedAt, clock.GetUtcNow()), cancel);
        var job = await db.Jobs.AsNoTracking().FirstAsync(job => job.JobId == task.JobId, cancel);
        return new(task, job);
    }

    /// <summary>Renews the lease; false when it is lost, or the job has ended.</summary>
    internal Task<bool> HeartbeatAsync(Lease lease, double progress, CancellationToken cancel) => WithDatabaseAsync(async db =>
        await db.Database.ExecuteSqlAsync($"""
            update encoding.tasks set progress = {Math.Clamp(progress, 0, 1)}, due_at = now() + {options.Value.Lease}
            where task_id = {lease.Task.TaskId} and attempt = {lease.Task.Attempt} and completed_at is null
                and exists (select 1 from encoding.jobs job where job.job_id = tasks.job_id and job.status in ('Pending', 'Processing'))
            """, cancel) == 1);

    /// <summary>Ends the task and changes its job; false when the lease is lost or the job has ended, and then nothing changed.</summary>
    /// <param name="result">Kept with the task, as JSON.</param>
    internal Task<bool> CompleteAsync(Lease lease, JobChange change, object? result, CancellationToken cancel) => InJobAsync(lease, async (db, job) =>
    {
        change(db, job);
        var json = result is null ? null : JsonSerializer.Serialize(result, JsonSerializerOptions.Web);
        await db.Database.ExecuteSqlAsync(
            $"update encoding.tasks set completed_at = now(), progress = 1, worker = null, error = null, log = null, result = {json}::jsonb where task_id = {lease.Task.TaskId}", cancel);
    }, cancel);

    /// <summary>Ends the whole job: with <paramref name="refused"/>, its source is at fault.</summary>
    internal Task<bool> FailJobAsync(Lease lease, string reason, bool refused, CancellationToken cancel) => InJobAsync(lease, async (db, job) =>
    {
        var now = clock.GetUtcNow();
        job.Fail(reason, refused, now);
        db.Publish(new EncodeFailed(job.JobId, job.VideoId, job.ContentId, reason, now));
        await db.Database.ExecuteSqlAsync(
            $"update encoding.tasks set worker = null, error = {reason} where task_id = {lease.Task.TaskId}", cancel);
        if (await db.Uploads.FindAsync([job.UploadId], cancel) is { } upload)
        {
            upload.ExpireAt(now + options.Value.UploadLifetime); // until then it may be retried
        }
    }, cancel);

    /// <summary>Gives the task back for another try, after a pause that doubles.</summary>
    internal Task<bool> RetryLaterAsync(Lease lease, string error, string? log, CancellationToken cancel) => InJobAsync(lease, (db, _) =>
        db.Database.ExecuteSqlAsync($"""
            update encoding.tasks
            set worker = null, error = {error}, log = {log}, progress = 0, failures = failures + 1, due_at = now() + {TimeSpan.FromSeconds(Math.Pow(2, lease.Task.Failures))}
            where task_id = {lease.Task.TaskId}
            """, cancel), cancel);

    /// <summary>Gives the task back at once, without blame: this encoder is stopping.</summary>
    internal Task ReleaseAsync(Lease lease, CancellationToken cancel) => WithDatabaseAsync(db => db.Database.ExecuteSqlAsync(
        $"update encoding.tasks set worker = null, progress = 0, due_at = now() where task_id = {lease.Task.TaskId} and attempt = {lease.Task.Attempt} and completed_at is null",
        cancel));

    private Task<bool> InJobAsync(Lease lease, Func<EncodingDbContext, EncodeJob, Task> change, CancellationToken cancel) => WithDatabaseAsync(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockJobAsync(lease.Job.JobId, cancel) is not { IsActive: true } job)
        {
            return false;
        }

        // Locked too: between this look and the commit nobody may take the task over.
        var held = await db.Tasks
            .FromSql($"select * from encoding.tasks where task_id = {lease.Task.TaskId} and attempt = {lease.Task.Attempt} and completed_at is null for update")
            .AsNoTracking().ToListAsync(cancel);
        if (held.Count == 0)
        {
            return false;
        }

        await change(db, job);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    });

    private async Task<T> WithDatabaseAsync<T>(Func<EncodingDbContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<EncodingDbContext>());
    }
}
