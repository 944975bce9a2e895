using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Netflix.Encoding.Features;

/// <summary>How far one job is.</summary>
internal static class GetJob
{
    internal static void Map(IEndpointRouteBuilder jobs)
    {
        jobs.MapGet("/{jobId:guid}", Handle).ProducesProblem(404);
        jobs.MapGet("/{jobId:guid}/status", Handle).ProducesProblem(404);
    }

    internal static async Task<Results<Ok<JobView>, ProblemHttpResult>> Handle(Guid jobId, EncodingDbContext db, CancellationToken cancel) =>
        await JobView.FindAsync(db, jobId, cancel) is { } job ? TypedResults.Ok(job) : JobView.NoSuchJob();
}
