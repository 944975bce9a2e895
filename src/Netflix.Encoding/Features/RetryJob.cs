using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Features;

/// <summary>
/// Runs a failed or cancelled job again, from its uploaded source: a failed one goes on where it failed, or from the
/// stage that is named; what earlier stages made is kept. A cancelled one begins anew, for its chunks are gone.
/// </summary>
internal static class RetryJob
{
    private static readonly TaskKind[] Stages = [TaskKind.Analyse, TaskKind.Encode, TaskKind.Audio, TaskKind.Text, TaskKind.Package];

    internal static void Map(IEndpointRouteBuilder jobs) =>
        jobs.MapPost("/{jobId:guid}/retry", Handle).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).WithSummary("Retry a job, or one stage of it");

    internal static async Task<Results<Accepted<JobView>, ValidationProblem, ProblemHttpResult>> Handle(
        Guid jobId, string? stage, EncodingDbContext db, CancellationToken cancel)
    {
        TaskKind? from = null;
        if (stage is not null)
        {
            if (!Stages.Any(kind => string.Equals(kind.ToString(), stage, StringComparison.OrdinalIgnoreCase)))
            {
                return Problems.Invalid("stage", $"Name one of {string.Join(", ", Stages.Select(kind => kind.ToString().ToLowerInvariant()))}.");
            }

            from = Enum.Parse<TaskKind>(stage, ignoreCase: true);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Before the job: an upload of its video that ends now either is seen here, or finds this job active and takes its place.
        await db.LockVideoAsync(await db.Jobs.Where(one => one.JobId == jobId).Select(one => one.VideoId).FirstOrDefaultAsync(cancel), cancel);
        if (await db.LockJobAsync(jobId, cancel) is not { Discarded: false } job)
        {
            return JobView.NoSuchJob();
        }

        var upload = await db.Uploads.FindAsync([job.UploadId], cancel);
        var tasks = await db.Tasks.AsNoTracking().Where(task => task.JobId == jobId).ToListAsync(cancel);
        if (await FindObstacleAsync(db, job, upload, cancel) is { } obstacle)
        {
            return TypedResults.Problem(obstacle, statusCode: StatusCodes.Status409Conflict);
        }

        var cancelled = job.Status == JobStatus.Cancelled;
        if (from is not null && (cancelled || !tasks.Any(task => task.Kind == from)))
        {
            return TypedResults.Problem(
                cancelled ? "A cancelled job begins anew: retry it without a stage." : $"The job never came to {stage!.ToLowerInvariant()}.", statusCode: StatusCodes.Status409Conflict);
        }

        if (cancelled || tasks.Any(task => task.Kind == TaskKind.Inspect && task.CompletedAt is null))
        {
            job.Retry();
            await db.Tasks.Where(task => task.JobId == jobId).ExecuteDeleteAsync(cancel); // who still holds one finds it gone
            db.Tasks.Add(job.FirstTask());
        }
        else
        {
            // A job that quality control turned down has no open task: what was encoded is at fault.
            from ??= tasks.All(task => task.CompletedAt is not null) ? TaskKind.Encode : null;
            job.GoOn();
            await ReopenAsync(db, jobId, from, cancel);
        }

        upload!.Keep();
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Accepted($"/api/v1/admin/encoding/{jobId}", (await JobView.FindAsync(db, jobId, cancel))!);
    }

    private static async Task<string?> FindObstacleAsync(EncodingDbContext db, EncodeJob job, Upload? upload, CancellationToken cancel) =>
        job.IsActive ? "The job is running."
        : job.Status == JobStatus.Completed ? "The job is completed: upload the film again to encode it anew."
        : job.Refused ? (job.Status == JobStatus.Cancelled ? "A newer upload has taken this one's place." : "The source was refused, and is deleted: upload another file.")
        : upload is null ? "The source is no longer kept: upload the film again."
        : await db.Jobs.AnyAsync(other => other.VideoId == job.VideoId && other.JobId > job.JobId && other.Added == null && other.Status != JobStatus.Failed && other.Status != JobStatus.Cancelled, cancel)
            ? "A later upload has taken this one's place."
        : null;

    /// <summary>Open tasks are tried again; with a stage, that one's and all after it too. After analysis all is planned anew.</summary>
    private static async Task ReopenAsync(EncodingDbContext db, Guid jobId, TaskKind? from, CancellationToken cancel)
    {
        if (from == TaskKind.Analyse)
        {
            await db.Tasks.Where(task => task.JobId == jobId && (task.Kind == TaskKind.Encode || task.Kind == TaskKind.Package)).ExecuteDeleteAsync(cancel);
        }

        var again = from?.ToString();
        await db.Database.ExecuteSqlAsync($"""
            update encoding.tasks
            set worker = null, failures = 0, error = null, log = null, progress = 0, due_at = 'epoch', completed_at = null, result = null, attempt = attempt + 1
            where job_id = {jobId} and (completed_at is null or kind = {again} or ({again}::text is not null and kind = 'Package'))
            """, cancel);
    }
}
