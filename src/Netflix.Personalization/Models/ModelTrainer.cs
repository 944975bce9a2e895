using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Personalization.Engine;
using Netflix.Personalization.Signals;

namespace Netflix.Personalization.Models;

/// <summary>
/// Trains a model from the platform's own events, sees how it does on the newest of them, and lets it serve if it does no
/// worse than the one that serves. Then it learns from those too.
/// </summary>
internal sealed class ModelTrainer(PersonalizationDbContext db, Tastes tastes, ICatalog catalog, ModelStore store, IOptions<PersonalizationOptions> options, TimeProvider clock)
{
    /// <summary>Two models on few events differ by chance.</summary>
    private const double Noise = 0.005;

    /// <summary>So small a share of events more moves no weight: they are learned once.</summary>
    private const double MostBesideWeights = 0.2;

    /// <summary>Whether a training was asked for, here or by a process that was killed over it; or there is something new.</summary>
    internal async Task<bool> HasWorkAsync(CancellationToken cancel) => await FindAskedAsync(cancel) is not null || await HasNewsAsync(cancel);

    /// <summary>Whether anything was said or watched since the serving model's data.</summary>
    private async Task<bool> HasNewsAsync(CancellationToken cancel)
    {
        var serving = await store.FindServingAsync(cancel);
        return serving is null ? await db.Starts.AnyAsync(cancel) || (await catalog.GetTitleIdsAsync(cancel)).Count > 0
            : await db.Signals.AnyAsync(signal => signal.At > (serving.DataTo ?? DateTimeOffset.MinValue), cancel);
    }

    /// <summary>The training that is asked for or under way.</summary>
    private Task<Guid?> FindAskedAsync(CancellationToken cancel) =>
        db.Models.Where(model => model.State == ModelState.Training).Select(model => (Guid?)model.ModelId).FirstOrDefaultAsync(cancel);

    /// <summary>Asks for a training, where none is asked for yet.</summary>
    internal async Task<Guid> BeginAsync(CancellationToken cancel)
    {
        while (true)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into personalization.models (model_id, created_at, state, reason, interactions, profiles, titles, train_seconds, bytes)
                values ({Guid.CreateVersion7()}, {clock.GetUtcNow()}, {nameof(ModelState.Training)}, 'It is being trained.', 0, 0, 0, 0, 0)
                on conflict do nothing
                """, cancel);
            if (await FindAskedAsync(cancel) is { } modelId) // else it has just been done
            {
                return modelId;
            }
        }
    }

    internal async Task TrainAsync(Guid modelId, CancellationToken cancel)
    {
        try
        {
            await TrainAsync(await db.Models.SingleAsync(one => one.ModelId == modelId, cancel), cancel);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await FailAsync(modelId, $"The training failed: {exception.Message}");
            throw;
        }
    }

    /// <summary>Says why a training did not come to its end, unless it did.</summary>
    internal Task FailAsync(Guid modelId, string reason) => db.Models.Where(model => model.ModelId == modelId && model.State == ModelState.Training)
        .ExecuteUpdateAsync(change => change.SetProperty(model => model.State, ModelState.Failed).SetProperty(model => model.Reason, reason));

    private async Task TrainAsync(Model model, CancellationToken cancel)
    {
        var titles = (await catalog.ReadTitlesAsync(null, cancel)).Select(Titles.Of).ToList();
        var histories = new List<ProfileHistory>();
        await foreach (var history in tastes.AllAsync(cancel))
        {
            histories.Add(history);
        }

        var clocked = Stopwatch.StartNew();
        var settings = RecommenderSettings.Default with { Threads = options.Value.TrainThreads > 0 ? options.Value.TrainThreads : Math.Max(1, Environment.ProcessorCount / 2) };
        var serving = await store.FindServingAsync(cancel);
        var slice = HeldOut.From(histories, serving?.DataTo);
        HeldOutMetrics? metrics = null;
        if (slice is var (held, isNew) && held is not null)
        {
            var candidate = await RunAsync(() => Recommender.Train(TrainingData.From(titles, held.Before), settings, cancel), cancel);
            var rival = isNew && serving is not null ? await store.LoadAsync(serving.ModelId, cancel) : null;
            metrics = await RunAsync(() => new HeldOutMetrics(
                held.Profiles, held.Events, held.Ndcg(candidate), rival is null ? null : held.Ndcg(rival.WithTitles(titles)), held.PopularityNdcg()), cancel);
            if (held.AllEvents < MostBesideWeights * histories.Sum(history => history.Events.Count))
            {
                settings = settings with { LearnWeights = false, Rank = candidate.Settings.Rank };
            }
        }

        var data = TrainingData.From(titles, histories);
        var recommender = await RunAsync(() => Recommender.Train(data, settings, cancel), cancel);
        await store.SaveAsync(model.ModelId, recommender, cancel);
        var times = histories.SelectMany(history => history.Events).Select(one => (DateTimeOffset?)one.At).ToList();
        model.Learned(
            data, times.Min(), times.Max(), clocked.Elapsed, recommender.Bytes,
            JsonSerializer.Serialize(metrics, JsonSerializerOptions.Web), JsonSerializer.Serialize(recommender.Settings, JsonSerializerOptions.Web));
        await db.SaveChangesAsync(cancel);
        await DecideAsync(model, metrics, cancel);
        await store.PruneAsync(cancel);
    }

    private async Task DecideAsync(Model model, HeldOutMetrics? metrics, CancellationToken cancel)
    {
        var toBeat = metrics?.Serving ?? metrics?.Popularity;
        if (metrics is not null && toBeat is { } other && metrics.Candidate < other - Noise)
        {
            model.Reject(string.Create(CultureInfo.InvariantCulture,
                $"It foretells {metrics.Events} newest events less well (NDCG@20 {metrics.Candidate:F3}) than {(metrics.Serving is null ? "what is popular" : "the one that serves")} ({other:F3})."));
            await db.SaveChangesAsync(cancel);
            return;
        }

        var reason = metrics is null
            ? "There are too few events to compare it by."
            : string.Create(CultureInfo.InvariantCulture, $"It foretells {metrics.Events} newest events no worse: NDCG@20 {metrics.Candidate:F3}, against {toBeat:F3}.");
        await store.ServeAsync(model.ModelId, reason, cancel);
    }

    private static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel) =>
        Task.Factory.StartNew(work, cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
