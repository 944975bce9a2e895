using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Registry;

/// <summary>Notices edges whose heartbeats stopped, and forgets those gone for a day (replicas get a new name at each start) and refusals that have expired.</summary>
internal sealed class EdgeWatch(IServiceScopeFactory scopes, TimeProvider clock, ILogger<EdgeWatch> logger)
    : RecurringWork(TimeSpan.FromSeconds(2), "The edges cannot be watched just now", clock, logger, atOnce: false)
{
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    protected override Task RoundAsync(CancellationToken cancel) => LookAsync(cancel);

    internal async Task LookAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDbContext>();
        var now = Clock.GetUtcNow();
        var lost = now - Edge.HealthyFor;

        // Replicas of the web look too: each row is one's to mark.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var edges = await db.Edges
            .FromSql($"select * from delivery.edges where is_up and last_seen <= {lost} for update skip locked")
            .ToListAsync(cancel);
        foreach (var edge in edges)
        {
            edge.GoDown();
            db.Publish(new EdgeDown(edge.EdgeId, now));
            Logger.LogWarning("Edge {EdgeId} is down: last seen {LastSeen:O}", edge.EdgeId, edge.LastSeen);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        await db.Edges.Where(edge => !edge.IsUp && edge.LastSeen < now - ForgottenAfter).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync($"delete from delivery.refused_sessions where until < {now}", cancel);
    }
}
