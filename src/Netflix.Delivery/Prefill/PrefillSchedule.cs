using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Delivery.Registry;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Prefill;

/// <summary>Fills edges once in the quiet hours of their region, and ends runs whose time is over.</summary>
internal sealed class PrefillSchedule(
    IServiceScopeFactory scopes, PrefillRuns runs, EdgeSteering steering, IOptions<PrefillOptions> options, TimeProvider clock, ILogger<PrefillSchedule> logger)
    : RecurringWork(TimeSpan.FromSeconds(30), "Edges cannot be filled just now", clock, logger, atOnce: false)
{
    protected override Task RoundAsync(CancellationToken cancel) => LookAsync(cancel);

    internal async Task LookAsync(CancellationToken cancel)
    {
        await runs.SweepAsync(cancel);
        if (!options.Value.Automatic)
        {
            return;
        }

        foreach (var area in (await steering.EdgesAsync(cancel)).GroupBy(edge => edge.Region.ToUpperInvariant()))
        {
            if (options.Value.HoursOf(area.Key).At(Clock.GetUtcNow()) is { } quiet)
            {
                await FillAsync([.. area], quiet.From, quiet.To, cancel);
            }
        }
    }

    private async Task FillAsync(RankedEdge[] edges, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        var due = new HashSet<string>();
        foreach (var edge in edges)
        {
            if (!await runs.HasRunSinceAsync(edge.Location.EdgeId, from, cancel))
            {
                due.Add(edge.Location.EdgeId);
            }
        }

        if (due.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var plan = await scope.ServiceProvider.GetRequiredService<PrefillPlanner>().PlanAsync((edgeId, _) => due.Contains(edgeId), cancel);

        // Another replica of the web may have been quicker: the table takes one open run an edge.
        if (plan.Count > 0 && await runs.StartAsync(plan, options.Value.MaxMbps, until, byOperator: false, cancel) is { } runId)
        {
            Logger.LogInformation("Prefill {RunId}: {Edges} edges, {Bytes} bytes, until {Until:O}", runId, plan.Count, plan.Sum(edge => edge.PlannedBytes), until);
        }
    }
}
