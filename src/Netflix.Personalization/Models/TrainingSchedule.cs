using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netflix.Personalization.Models;

/// <summary>Has models trained: on command, and every hour when there is something new.</summary>
internal sealed class TrainingSchedule(
    IServiceScopeFactory scopes, TrainingProcess process, ServingModel serving, IOptions<PersonalizationOptions> options, ILogger<TrainingSchedule> logger)
    : BackgroundService
{
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

    private async Task TrainAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var trainer = scope.ServiceProvider.GetRequiredService<ModelTrainer>();
        if (!await trainer.HasWorkAsync(cancel))
        {
            return;
        }

        try
        {
            await process.RunAsync(cancel);
        }
        catch (TrainingException exception)
        {
            await trainer.FailAskedAsync(exception.Message, cancel); // killed perhaps, by who found it too large
            throw;
        }

        await serving.RefreshAsync(cancel);
    }
}
