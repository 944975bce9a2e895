using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netflix.Contracts;

namespace Netflix.Personalization.Home;

/// <summary>Makes pages anew after what their profiles did, at once; several events of a moment make one page.</summary>
internal sealed class HomeRefresher(IServiceScopeFactory scopes, ILogger<HomeRefresher> logger) : BackgroundService
{
    /// <summary>Events come in bunches: a start, its first position, a rating.</summary>
    private static readonly TimeSpan Bunch = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Guid> asked = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, bool> waiting = [];

    internal void Refresh(Guid profileId)
    {
        if (waiting.TryAdd(profileId, true))
        {
            asked.Writer.TryWrite(profileId);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        asked.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stoppingToken }, RefreshAsync);

    private async ValueTask RefreshAsync(Guid profileId, CancellationToken cancel)
    {
        await Task.Delay(Bunch, cancel);
        waiting.TryRemove(profileId, out _); // before the page is made: what comes now makes another
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<HomePages>().RefreshAsync(profileId, scope.ServiceProvider.GetRequiredService<IViewers>(), cancel);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancel.IsCancellationRequested))
        {
            logger.LogWarning(exception, "The page of profile {ProfileId} was not made anew; the old one stays.", profileId);
        }
    }
}
