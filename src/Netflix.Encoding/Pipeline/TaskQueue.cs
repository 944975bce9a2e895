using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Pipeline;

/// <summary>A task that this encoder holds until <see cref="EncodeTask.DueAt"/>, with its job as it was when leased.</summary>
internal sealed record Lease(EncodeTask Task, EncodeJob Job);

/// <summary>What a finished task changes of its job, within the transaction that ends the task.</summary>
internal delegate Task JobChange(EncodingDbContext db, EncodeJob job);

/// <summary>
/// Tasks in PostgreSQL. A lease is a due time in the future, by the database's clock; each lease raises the attempt, and
/// every write of a holder names its attempt: who has lost a lease changes nothing any more.
/// </summary>
internal sealed class TaskQueue(IServiceScopeFactory scopes, IOptions<EncodingOptions> options, TimeProvider clock)
{
    // Of so many candidates one is free for each of the encoders that look at the same moment.
    private const int Candidates = 32;

    /// <summary>
    /// The next task, or null when none is due: of the job with the highest priority, then of that with the fewest tasks
    /// running, then of the oldest. So a long film does not keep a short one waiting.
    /// </summary>
    internal async Task<Lease?> LeaseAsync(string worker, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EncodingDbContext>();
        // A worker still named on a due task died with it: that counts as a failure, so that a film that kills encoders stops.
        var leased = await db.Tasks.FromSql($"""
            with shares as (
                select job.job_id, job.priority, job.created_at,
                    count(*) filter (where task.worker is not null and task.due_at > now()) as running,
                    min(task.stage) as stage
                from encoding.jobs job join encoding.tasks task on task.job_id = job.job_id and task.completed_at is null
                where job.status in ('Pending', 'Processing')
                group by job.job_id),
            candidates as (
                select task.task_id, row_number() over (order by share.priority desc, share.running, share.created_at, task.stage, task.number) as place
                from shares share join encoding.tasks task on task.job_id = share.job_id and (task.stage = share.stage or task.kind in ('Audio', 'Text'))
                where task.completed_at is null and task.due_at <= now()
                order by place limit {Candidates})
            update encoding.tasks
            set attempt = attempt + 1, failures = failures + (worker is not null)::int, worker = {worker}, progress = 0, due_at = now() + {options.Value.Lease}
            where task_id = (
                select task.task_id from encoding.tasks task join candidates using (task_id)
                where task.completed_at is null and task.due_at <= now()
                order by place limit 1
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
        await change(db, job);
        var json = result is null ? null : JsonSerializer.Serialize(result, JsonSerializerOptions.Web);
        await db.Database.ExecuteSqlAsync(
            $"update encoding.tasks set completed_at = now(), progress = 1, worker = null, error = null, log = null, result = {json}::jsonb where task_id = {lease.Task.TaskId}", cancel);
    }, cancel);

    /// <summary>Ends the whole job: with <paramref name="refused"/>, its source is at fault.</summary>
    internal Task<bool> FailJobAsync(Lease lease, string reason, bool refused, CancellationToken cancel) => InJobAsync(lease, async (db, job) =>
    {
        job.Fail(reason, refused, clock.GetUtcNow());
        await db.EndedAsync(job, options.Value, cancel);
        await db.Database.ExecuteSqlAsync(
            $"update encoding.tasks set worker = null, error = {reason} where task_id = {lease.Task.TaskId}", cancel);
    }, cancel);

    /// <summary>Gives the task back for another try, after a pause that doubles.</summary>
    internal Task<bool> RetryLaterAsync(Lease lease, string error, string? log, CancellationToken cancel) => InJobAsync(lease, (db, _) =>
        db.Database.ExecuteSqlAsync($"""
            update encoding.tasks
            set worker = null, error = {error}, log = {log}, progress = 0, failures = failures + 1, due_at = now() + {TimeSpan.FromSeconds(Math.Pow(2, lease.Task.Failures))}
            where task_id = {lease.Task.TaskId}
            """, cancel), cancel);

    /// <summary>Gives the task back without blame: this encoder has no room for it now, another may.</summary>
    internal Task PostponeAsync(Lease lease, string reason, TimeSpan pause, CancellationToken cancel) => WithDatabaseAsync(db => db.Database.ExecuteSqlAsync(
        $"update encoding.tasks set worker = null, progress = 0, error = {reason}, due_at = now() + {pause} where task_id = {lease.Task.TaskId} and attempt = {lease.Task.Attempt} and completed_at is null",
        cancel));

    /// <summary>Tells the studio that this encoder lives; those silent for a day are forgotten.</summary>
    internal Task ReportAsync(string worker, int tasks, int running, long freeBytes, string? paused, CancellationToken cancel) => WithDatabaseAsync(db =>
        db.Database.ExecuteSqlAsync($"""
            delete from encoding.encoders where seen_at < now() - interval '1 day';
            insert into encoding.encoders (name, tasks, running, free_bytes, paused, seen_at)
            values ({worker}, {tasks}, {running}, {freeBytes}, {paused}, now())
            on conflict (name) do update set running = excluded.running, free_bytes = excluded.free_bytes, paused = excluded.paused, seen_at = now();
            """, cancel));

    /// <summary>This encoder stops.</summary>
    internal Task LeaveAsync(string worker, CancellationToken cancel) => WithDatabaseAsync(db =>
        db.Database.ExecuteSqlAsync($"delete from encoding.encoders where name = {worker}", cancel));

    /// <summary>Bytes of the job's source, and of what its tasks have made; and what is known of its film, or of the one that a track is added to.</summary>
    internal Task<(long Source, long Encoded, EncodePlan? Film)> SizesAsync(EncodeJob job, CancellationToken cancel) => WithDatabaseAsync(async db =>
    {
        var source = await db.Uploads.Where(upload => upload.UploadId == job.UploadId).Select(upload => upload.Received).FirstOrDefaultAsync(cancel);
        var encoded = await db.Database.SqlQuery<long>($"""
            select coalesce(sum((rung ->> 'bytes')::bigint), 0)::bigint as "Value"
            from encoding.tasks task, jsonb_array_elements(task.result -> 'rungs') rung
            where task.job_id = {job.JobId} and task.kind = 'Encode' and task.completed_at is not null
            """).SingleAsync(cancel);
        var film = job.Added is { } added ? await db.Jobs.Where(other => other.JobId == added.ToJobId).Select(other => other.Plan).FirstOrDefaultAsync(cancel) : job.Plan;
        return (source, encoded, film);
    });

    /// <summary>Gives the task back at once, without blame: this encoder is stopping.</summary>
    internal Task ReleaseAsync(Lease lease, CancellationToken cancel) => WithDatabaseAsync(db => db.Database.ExecuteSqlAsync(
        $"update encoding.tasks set worker = null, progress = 0, due_at = now() where task_id = {lease.Task.TaskId} and attempt = {lease.Task.Attempt} and completed_at is null",
        cancel));

    private Task<bool> InJobAsync(Lease lease, JobChange change, CancellationToken cancel) => WithDatabaseAsync(async db =>
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
