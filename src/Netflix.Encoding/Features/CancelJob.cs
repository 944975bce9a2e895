using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features;

/// <summary>Stops a job; its encoders drop their work by their next heartbeat. The source stays a day, for a retry.</summary>
internal static class CancelJob
{
    internal static void Map(IEndpointRouteBuilder jobs) => jobs.MapPost("/{jobId:guid}/cancel", Handle).ProducesProblem(404).ProducesProblem(409);

    internal static async Task<Results<Ok<JobView>, ProblemHttpResult>> Handle(
        Guid jobId, EncodingDbContext db, IOptions<EncodingOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockJobAsync(jobId, cancel) is not { Discarded: false } job)
        {
            return JobView.NoSuchJob();
        }

        if (!job.IsActive)
        {
            return TypedResults.Problem($"The job has ended: it is {job.Status.ToString().ToLowerInvariant()}.", statusCode: StatusCodes.Status409Conflict);
        }

        await db.CancelAsync(job, options.Value, clock.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok((await JobView.FindAsync(db, jobId, cancel))!);
    }
}
