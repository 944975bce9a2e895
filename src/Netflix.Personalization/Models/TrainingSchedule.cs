using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Netflix.Personalization.Models;

/// <summary>Has models trained: on command, and every hour when there is something new. One at a time, also of several processes.</summary>
internal sealed class TrainingSchedule(
    IServiceScopeFactory scopes, NpgsqlDataSource source, ServingModel serving, IOptions<PersonalizationOptions> options, ILogger<TrainingSchedule> logger)
    : BackgroundService
{
    private const long Lock = 0x7472_6169; // one training at a time
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);
    private readonly Channel<bool> asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The model that is, or will be, trained: the one under way when there is one already.</summary>
    internal async Task<Guid> AskAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var modelId = await scope.ServiceProvider.GetRequiredService<ModelTrainer>().BeginAsync(cancel);
        asked.Writer.TryWrite(true);
        return modelId;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        var pause = FirstLook;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var until = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                until.CancelAfter(pause);
                try
                {
                    await asked.Reader.ReadAsync(until.Token);
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                }

                await TrainAsync(stoppingToken);
                pause = serving.Current is null ? FirstLook * 6 : options.Value.TrainEvery;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "A training failed.");
                pause = options.Value.TrainEvery;
            }
        }
    }

    /// <summary>What was asked for, here or by a process that was killed over it; else only when there is something new.</summary>
    private async Task TrainAsync(CancellationToken cancel)
    {
        await using var guard = await source.OpenConnectionAsync(cancel);
        if (!await TryLockAsync(guard, cancel))
        {
            return; // another process trains
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var trainer = scope.ServiceProvider.GetRequiredService<ModelTrainer>();
            if (await trainer.FindAskedAsync(cancel) is not { } modelId)
            {
                if (!await trainer.HasNewsAsync(cancel))
                {
                    return;
                }

                modelId = await trainer.BeginAsync(cancel);
            }

            await trainer.TrainAsync(modelId, cancel);
            await serving.RefreshAsync(cancel);
        }
        finally
        {
            await using var unlock = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", guard);
            await unlock.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
