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
        jobs.MapGet("/{jobId:guid}", Handle);
        jobs.MapGet("/{jobId:guid}/status", Handle);
    }

    internal static async Task<Results<Ok<JobView>, NotFound>> Handle(Guid jobId, EncodingDbContext db, CancellationToken cancel) =>
        await JobView.FindAsync(db, jobId, cancel) is { } job ? TypedResults.Ok(job) : TypedResults.NotFound();
}
