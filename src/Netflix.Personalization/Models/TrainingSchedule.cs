using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
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
    private readonly Channel<Guid> asked = Channel.CreateBounded<Guid>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The model that is, or will be, trained: the one under way when there is one already.</summary>
    internal async Task<Guid> AskAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PersonalizationDbContext>();
        await CloseAbandonedAsync(db, cancel);
        if (await db.Models.Where(model => model.State == ModelState.Training).Select(model => (Guid?)model.ModelId).FirstOrDefaultAsync(cancel) is { } under)
        {
            return under;
        }

        var modelId = await scope.ServiceProvider.GetRequiredService<ModelTrainer>().BeginAsync(cancel);
        asked.Writer.TryWrite(modelId);
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
                Guid? modelId = null;
                try
                {
                    modelId = await asked.Reader.ReadAsync(until.Token);
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                }

                await TrainAsync(modelId, stoppingToken);
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

    /// <param name="modelId">Asked for; null: only when there is something new.</param>
    private async Task TrainAsync(Guid? modelId, CancellationToken cancel)
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
            if (modelId is null && !await trainer.HasNewsAsync(cancel))
            {
                return;
            }

            await trainer.TrainAsync(modelId ?? await trainer.BeginAsync(cancel), cancel);
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

    /// <summary>Rows of trainings whose process was killed: nobody holds the lock, so nobody trains.</summary>
    private async Task CloseAbandonedAsync(PersonalizationDbContext db, CancellationToken cancel)
    {
        await using var guard = await source.OpenConnectionAsync(cancel);
        if (asked.Reader.Count == 0 && await TryLockAsync(guard, cancel))
        {
            await db.Models.Where(model => model.State == ModelState.Training).ExecuteUpdateAsync(
                set => set.SetProperty(model => model.State, ModelState.Failed).SetProperty(model => model.Reason, "The process that trained it ended."), cancel);
            await using var unlock = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", guard);
            await unlock.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
