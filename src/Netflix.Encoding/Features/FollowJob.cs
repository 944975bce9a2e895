using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Netflix.Encoding.Features;

/// <summary>A job's state as server-sent events, at each change until it ends.</summary>
internal static class FollowJob
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15); // proxies close what is silent for longer

    internal static void Map(IEndpointRouteBuilder jobs) => jobs.MapGet("/{jobId:guid}/events", Handle).ProducesProblem(404);

    internal static async Task<Results<ServerSentEventsResult<JobView>, ProblemHttpResult>> Handle(
        Guid jobId, EncodingDbContext db, IHostApplicationLifetime lifetime, TimeProvider clock, CancellationToken cancel) =>
        await JobView.FindAsync(db, jobId, cancel) is { } job
            ? TypedResults.ServerSentEvents(FollowAsync(job, db, lifetime, clock, cancel))
            : JobView.NoSuchJob();

    /// <summary>The encoder may be another process, so the database is looked at rather than a message waited for.</summary>
    private static async IAsyncEnumerable<JobView> FollowAsync(
        JobView first, EncodingDbContext db, IHostApplicationLifetime lifetime, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        var (job, sent, sentAt) = (first, "", clock.GetTimestamp());
        while (true)
        {
            var text = JsonSerializer.Serialize(job);
            if (text != sent || clock.GetElapsedTime(sentAt) > Silence)
            {
                yield return job;
                (sent, sentAt) = (text, clock.GetTimestamp());
            }

            if (job.Status is not (JobStatus.Pending or JobStatus.Processing))
            {
                yield break;
            }

            await Task.Delay(Look, clock, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ends.IsCancellationRequested || await JobView.FindAsync(db, job.JobId, ends.Token) is not { } next)
            {
                yield break;
            }

            job = next;
        }
    }
}
