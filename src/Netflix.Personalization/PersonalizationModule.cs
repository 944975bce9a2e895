using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netflix.Contracts;
using Netflix.Personalization.Artwork;
using Netflix.Personalization.Clicks;
using Netflix.Personalization.Experiments;
using Netflix.Personalization.Experiments.Features;
using Netflix.Personalization.Features;
using Netflix.Personalization.Home;
using Netflix.Personalization.Models;
using Netflix.Personalization.Signals;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization;

/// <summary>The home page and what it learns.</summary>
public static class PersonalizationModule
{
    private const int MostThreads = 256;

    public const string Schema = PersonalizationDbContext.Schema;

    public static void AddPersonalization(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<PersonalizationDbContext>(Schema);
        services.AddOptions<PersonalizationOptions>().BindConfiguration("Netflix:Personalization")
            .Validate(options => options.TrainEvery >= TimeSpan.FromSeconds(1), "Netflix:Personalization:TrainEvery is a second or more.")
            .Validate(options => options.TrainThreads is >= 0 and <= MostThreads, $"Netflix:Personalization:TrainThreads is 0 to {MostThreads}.")
            .Validate(options => options.InteractionDays > 0, "Netflix:Personalization:InteractionDays is 1 or more.").ValidateOnStart();
        services.AddMemoryCache();
        services.AddScoped<Trending>();
        services.AddScoped<IAccountData, ExportAccount>();

        services.AddSingleton<SignalWriter>();
        services.AddScoped<Tastes>();

        services.AddScoped<ModelStore>();
        services.AddScoped<ModelTrainer>();
        services.AddSingleton<ServingModel>().AddHostedService(provider => provider.GetRequiredService<ServingModel>());
        services.AddSingleton<TrainingProcess>();
        services.AddSingleton<TrainingSchedule>().AddHostedService(provider => provider.GetRequiredService<TrainingSchedule>());

        services.AddSingleton<LearnFromClicks>().AddHostedService(provider => provider.GetRequiredService<LearnFromClicks>());
        services.AddSingleton<RowRates>();
        services.AddScoped<Pictures>();

        services.AddSingleton<Candidates>();
        services.AddScoped<HomeBuilder>();
        services.AddScoped<HomePages>();
        services.AddScoped<HomeReader>();
        services.AddScoped<ITaste, TasteReader>();
        services.AddSingleton<HomeRefresher>().AddHostedService(provider => provider.GetRequiredService<HomeRefresher>());
        services.AddValidators(typeof(PersonalizationModule).Assembly);
        services.AddExperiments();
    }

    public static void AddPersonalizationConsumers(this IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<CountStart>();
        consumers.AddConsumer<RecordSignals>();
        consumers.AddConsumer<Forget>();
        consumers.AddConsumer<ForgetExposures>();
    }

    /// <summary>Given to the program, followed by a model's id, by a web process that has it trained: see <see cref="TrainModelAsync"/>.</summary>
    public const string TrainArgument = TrainingProcess.Argument;

    /// <summary>Trains the model that is asked for; its failure is told by the model, the log and the exit code.</summary>
    public static async Task TrainModelAsync(this IServiceProvider services, string modelId)
    {
        TrainingProcess.EndWithStarter();
        await using var scope = services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<ModelTrainer>().TrainAsync(Guid.Parse(modelId), CancellationToken.None);
        }
        catch (Exception exception)
        {
            scope.ServiceProvider.GetRequiredService<ILogger<ModelTrainer>>().LogError(exception, "The training of model {ModelId} failed.", modelId);
            Environment.ExitCode = 1;
        }
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapPersonalization(this IEndpointRouteBuilder api)
    {
        GetHome.Map(api);
        Recommend.Map(api);
        CollectInteractions.Map(api);
        TellTaste.Map(api.MapGroup("/profiles/{profileId:guid}/taste").WithTags("Finding").RequireProfile());
        ManageModels.Map(api.MapGroup("/admin/recommendations").WithTags("Operators").RequireAuthorization(Policies.Admin));
        api.MapExperiments();
    }
}
