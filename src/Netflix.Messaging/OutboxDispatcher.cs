using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netflix.Messaging;

/// <summary>
/// Publishes what stands in one module's outbox, oldest first and one at a time, so that a module's events arrive in its
/// order as long as none fails. A row is deleted only after <see cref="IEventPublisher"/> is done with it (in process: after
/// every consumer succeeded), so a kill loses nothing and may repeat: consumers are idempotent, and compare times where
/// order matters. A message that keeps failing steps aside for growing pauses up to an hour, and stays for inspection
/// after <see cref="Outbox.MaxAttempts"/>.
/// </summary>
internal sealed class OutboxDispatcher(
    OutboxStore outbox, OutboxSignal signal, IEventPublisher publisher, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await DispatchOneAsync(stoppingToken))
                {
                    await signal.WaitAsync(outbox.Schema, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("The outbox of {Schema} cannot be read: {Error}", outbox.Schema, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }
        }
    }

    /// <summary>False when nothing is due.</summary>
    internal async Task<bool> DispatchOneAsync(CancellationToken cancel)
    {
        if (await outbox.TakeAsync(cancel) is not { } taken)
        {
            return false;
        }

        try
        {
            await PublishAsync(taken, cancel);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            await outbox.GiveBackAsync(taken.MessageId);
            throw;
        }
        catch (Exception exception)
        {
            await RetryLaterAsync(taken, exception);
            return true;
        }

        await outbox.DoneAsync(taken.MessageId);
        return true;
    }

    internal static TimeSpan PauseAfter(int attempt) => TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, attempt - 1)));

    private async Task PublishAsync(TakenMessage taken, CancellationToken cancel)
    {
        var message = JsonSerializer.Deserialize(taken.Body, Outbox.TypeOf(taken.Type), JsonSerializerOptions.Web)!;
        var publishing = publisher.PublishAsync(message, taken.MessageId, cancel);
        while (await Task.WhenAny(publishing, Task.Delay(outbox.Lease / 2, cancel)) != publishing && !cancel.IsCancellationRequested)
        {
            try
            {
                await outbox.RenewAsync(taken.MessageId, cancel);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("The lease of {MessageId} is not renewed, it may run twice: {Error}", taken.MessageId, exception.Message);
            }
        }

        await publishing;
    }

    private async Task RetryLaterAsync(TakenMessage taken, Exception exception)
    {
        var pause = PauseAfter(taken.Attempt);
        if (taken.Attempt >= Outbox.MaxAttempts)
        {
            logger.LogError(exception, "{Type} {MessageId} failed {Attempts} times and stays in {Schema}.outbox", taken.Type, taken.MessageId, taken.Attempt, outbox.Schema);
        }
        else
        {
            logger.LogWarning(exception, "{Type} {MessageId} failed, try {Attempt}; next in {Pause}", taken.Type, taken.MessageId, taken.Attempt, pause);
        }

        await outbox.FailedAsync(taken.MessageId, exception.Message, pause);
    }
}
