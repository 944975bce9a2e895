using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Personalization.Engine;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Models;

/// <summary>The model that makes lists, loaded; changed under the feet of nobody: who took it goes on with what it took.</summary>
internal sealed class ServingModel(IServiceScopeFactory scopes, IOptions<PersonalizationOptions> options, TimeProvider clock, ILogger<ServingModel> logger)
    : RecurringWork(TimeSpan.FromSeconds(2), "The serving model was not looked for; it is tried again", clock, logger)
{
    private volatile Loaded? current;
    private long generation = -1;
    private Guid damaged;

    /// <param name="Recommender">With all titles of the catalogue, as of a few seconds ago.</param>
    internal sealed record Loaded(Guid ModelId, Recommender Recommender);

    /// <summary>Null while there is none: pages then show what is popular.</summary>
    internal Loaded? Current => current;

    protected override Task RoundAsync(CancellationToken cancel) => options.Value.Enabled ? RefreshAsync(cancel) : Task.CompletedTask;

    internal async Task RefreshAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var serving = await scope.ServiceProvider.GetRequiredService<ModelStore>().FindServingAsync(cancel);
        if (serving is not null && serving.ModelId != current?.ModelId && serving.ModelId != damaged)
        {
            await LoadAsync(serving.ModelId, scope.ServiceProvider, cancel);
        }

        await AddTitlesAsync(scope.ServiceProvider.GetRequiredService<ICatalog>(), cancel);
    }

    private async Task LoadAsync(Guid modelId, IServiceProvider services, CancellationToken cancel)
    {
        try
        {
            if (await services.GetRequiredService<ModelStore>().LoadAsync(modelId, cancel) is { } recommender)
            {
                (current, generation) = (new(modelId, recommender), -1);
                Logger.LogInformation("Model {ModelId} serves: {Titles} titles, {Bytes} bytes", modelId, recommender.TitleCount, recommender.Bytes);
            }
        }
        catch (InvalidDataException exception)
        {
            damaged = modelId; // said once; training anew mends it
            Logger.LogError(exception, "Model {ModelId} cannot be read.", modelId);
        }
    }

    /// <summary>Titles that came after the training are placed by their content.</summary>
    private async Task AddTitlesAsync(ICatalog catalog, CancellationToken cancel)
    {
        if (current is not { } loaded || await catalog.GetGenerationAsync(cancel) is var now && now == generation)
        {
            return;
        }

        var unknown = (await catalog.GetTitleIdsAsync(cancel)).Where(id => loaded.Recommender.IndexOf(id) < 0).ToList();
        if (unknown.Count > 0)
        {
            var titles = await catalog.ReadTitlesAsync(unknown, cancel);
            current = loaded with { Recommender = loaded.Recommender.WithTitles(titles.Select(Titles.Of)) };
        }

        generation = now;
    }
}
