using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Experiments.Assignment;

/// <summary>The experiments that run, read every few seconds; while the database is away, as they were last known.</summary>
internal sealed class RunningExperiments(IServiceScopeFactory scopes, ILogger<RunningExperiments> logger)
    : RecurringWork(TimeSpan.FromSeconds(3), "Running experiments stay as they were known", TimeProvider.System, logger)
{
    private volatile Running[] current = [];

    internal IReadOnlyList<Running> Current => current;

    /// <summary>Also called at each change, so that it holds at once in the process that made it.</summary>
    internal async Task RefreshAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PersonalizationDbContext>();
        var running = await db.Experiments.AsNoTracking().Where(one => one.State == ExperimentState.Running).OrderBy(one => one.ExperimentId).ToListAsync(cancel);
        current = [.. running.Select(one => new Running(one.ExperimentId, one.Definition, one.Stretches))];
    }

    protected override Task RoundAsync(CancellationToken cancel) => RefreshAsync(cancel);
}
