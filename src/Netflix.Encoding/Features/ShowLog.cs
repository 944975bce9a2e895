using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Netflix.Encoding.Features;

/// <summary>The commands of a job that failed, and the last that they said.</summary>
internal static class ShowLog
{
    internal static void Map(IEndpointRouteBuilder jobs) =>
        jobs.MapGet("/{jobId:guid}/log", Handle).Produces<string>(200, "text/plain").ProducesProblem(404).WithSummary("The log of what failed");

    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> Handle(Guid jobId, EncodingDbContext db, CancellationToken cancel)
    {
        var logs = await db.Tasks.AsNoTracking().Where(task => task.JobId == jobId && task.Log != null && db.Jobs.Any(job => job.JobId == jobId && !job.Discarded))
            .OrderBy(task => task.Stage).ThenBy(task => task.Number).Select(task => new { task.Kind, task.Number, task.Failures, task.Log }).ToListAsync(cancel);
        return logs.Count == 0
            ? TypedResults.Problem("Nothing of this job has failed, or there is no such job.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Text(string.Join("\n\n", logs.Select(one => $"{one.Kind.ToString().ToLowerInvariant()} {one.Number + 1}, failed {one.Failures} times\n{one.Log}")));
    }
}
