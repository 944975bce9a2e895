using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Netflix.ServiceDefaults;

/// <summary>Work in rounds. One that fails is told and the next comes in its time, for no failed round may stop the process.</summary>
/// <param name="pause">From the beginning of a round to that of the next.</param>
/// <param name="consequence">What it means that a round fails, for the log.</param>
/// <param name="atOnce">Whether the first round comes at the start, or after a pause.</param>
public abstract class RecurringWork(TimeSpan pause, string consequence, TimeProvider clock, ILogger logger, bool atOnce = true) : BackgroundService
{
    /// <summary>What pauses are measured by.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Of the work.</summary>
    protected ILogger Logger => logger;

    /// <summary>One round. What it throws is logged.</summary>
    protected abstract Task RoundAsync(CancellationToken cancel);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, clock);
        for (var isDue = atOnce || await timer.WaitForNextTickAsync(stoppingToken); isDue; isDue = await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // A server that is away is told in a line, at every round; anything else is a fault of ours.
                if (IsAway(exception))
                {
                    logger.LogWarning("{Consequence}: {Error}", consequence, exception.Message);
                }
                else
                {
                    logger.LogError(exception, "{Consequence}", consequence);
                }
            }
        }
    }

    // EF wraps what it takes for a passing fault in an InvalidOperationException.
    private static bool IsAway(Exception exception) =>
        exception.GetBaseException() is DbException { IsTransient: true } or RedisConnectionException or SocketException or IOException or TimeoutException;
}
