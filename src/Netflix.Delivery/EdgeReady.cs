using Microsoft.Extensions.Diagnostics.HealthChecks;
using Netflix.Delivery.Cache;
using Netflix.Storage;

namespace Netflix.Delivery;

/// <summary>An edge is ready when it can serve: its origin answers, or its memory holds something. The web plays no part.</summary>
internal sealed class EdgeReady(IObjectStore store, SegmentCache cache) : IHealthCheck
{
    private const string Probe = "assets/health";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // On the pool: a store of files may block, and this may be the thread that polls the sockets.
            await Task.Run(() => store.FindAsync(Probe, cancellationToken), cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return cache.Count > 0
                ? HealthCheckResult.Degraded("The origin does not answer; serving from memory.", exception)
                : HealthCheckResult.Unhealthy("The origin does not answer.", exception);
        }
    }
}
