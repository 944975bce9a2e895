using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Features;

/// <summary>Runs a failed or cancelled job again, from its uploaded source.</summary>
internal static class RetryJob
{
    internal static void Map(IEndpointRouteBuilder jobs) => jobs.MapPost("/{jobId:guid}/retry", Handle).ProducesProblem(409);

    internal static async Task<Results<Accepted<JobView>, NotFound, ProblemHttpResult>> Handle(Guid jobId, EncodingDbContext db, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockJobAsync(jobId, cancel) is not { Discarded: false } job)
        {
            return TypedResults.NotFound();
        }

        var upload = await db.Uploads.FindAsync([job.UploadId], cancel);
        var obstacle =
            job.IsActive ? "The job is running."
            : job.Status == JobStatus.Completed ? "The job is completed: upload the film again to encode it anew."
            : job.Refused ? "Its source is deleted: it was refused, or a newer upload took its place."
            : upload is null ? "The source is no longer kept: upload the film again."
            : await db.Jobs.AnyAsync(other => other.VideoId == job.VideoId && other.JobId > job.JobId && other.Status != JobStatus.Failed && other.Status != JobStatus.Cancelled, cancel)
                ? "A later upload has taken this one's place."
            : null;
        if (obstacle is not null)
        {
            return TypedResults.Problem(obstacle, statusCode: StatusCodes.Status409Conflict);
        }

        job.Retry();
        upload!.Keep();
        await db.Tasks.Where(task => task.JobId == jobId).ExecuteDeleteAsync(cancel); // who still holds one finds it gone
        db.Tasks.Add(EncodeTask.New(jobId, TaskKind.Inspect, 0, InspectSource.Weight));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Accepted($"/api/v1/admin/encoding/{jobId}", (await JobView.FindAsync(db, jobId, cancel))!);
    }
}
