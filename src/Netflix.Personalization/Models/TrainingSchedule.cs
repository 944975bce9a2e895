using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Netflix.Personalization.Models;

/// <summary>Has models trained: on command, and every hour when there is something new. One at a time, also of several web processes.</summary>
internal sealed class TrainingSchedule(
    IServiceScopeFactory scopes, NpgsqlDataSource source, TrainingProcess process, ServingModel serving, IOptions<PersonalizationOptions> options, ILogger<TrainingSchedule> logger)
    : BackgroundService
{
    private const long Lock = 0x7472_6169;
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

                pause = await TrainAsync(stoppingToken) && serving.Current is not null ? options.Value.TrainEvery : FirstLook * 6;
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

    /// <summary>What was asked for, here or by a process that was killed over it; else only when there is something new. False while another process trains.</summary>
    private async Task<bool> TrainAsync(CancellationToken cancel)
    {
        await using var guard = await source.OpenConnectionAsync(cancel);
        await using var take = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", guard);
        if (!(bool)(await take.ExecuteScalarAsync(cancel))!)
        {
            return false;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var trainer = scope.ServiceProvider.GetRequiredService<ModelTrainer>();
            if (await trainer.HasWorkAsync(cancel))
            {
                await RunAsync(await trainer.BeginAsync(cancel), trainer, cancel);
                await serving.RefreshAsync(cancel);
            }

            return true;
        }
        finally
        {
            await using var unlock = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", guard);
            await unlock.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task RunAsync(Guid modelId, ModelTrainer trainer, CancellationToken cancel)
    {
        try
        {
            await process.RunAsync(modelId, cancel);
        }
        catch (TrainingException exception)
        {
            await trainer.FailAsync(modelId, exception.Message); // unless it has said itself why
            throw;
        }
    }
}
