using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Personalization.Clicks;
using Netflix.Personalization.Experiments.Analysis;
using Netflix.Personalization.Experiments.Assignment;
using Netflix.Personalization.Experiments.Features;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Experiments;

/// <summary>Experiments on the home page: who is in which variant, and what that changes.</summary>
internal static class ExperimentsSetup
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    internal static void AddExperiments(this IServiceCollection services)
    {
        services.AddSingleton<RunningExperiments>();
        services.AddHostedService(provider => provider.GetRequiredService<RunningExperiments>());
        services.AddSingleton<ExposureLog>();
        services.AddHostedService(provider => provider.GetRequiredService<ExposureLog>());
        services.AddSingleton<ExperimentParameters>();
        services.AddSingleton<IClicks, AccountClicks>();
        services.AddScoped<ExperimentData>();
        services.AddScoped<IAccountData, ExportExposures>();
    }

    internal static void MapExperiments(this IEndpointRouteBuilder api)
    {
        var experiments = api.MapGroup("/admin/experiments").WithTags("Operators").RequireAuthorization(Policies.Admin);
        EditExperiments.Map(experiments);
        ChangeExperiment.Map(experiments);
        PlanExperiment.Map(experiments);
        ShowResults.Map(experiments);
    }

    internal static void AddExperiments(this ModelBuilder model) => model.Entity<Experiment>(experiment =>
    {
        experiment.ToTable("experiments").HasKey(entity => entity.ExperimentId);
        experiment.Property(entity => entity.State).HasConversion(state => state.ToString().ToLowerInvariant(), text => Enum.Parse<ExperimentState>(text, ignoreCase: true));
        experiment.Property(entity => entity.Definition).HasColumnType("jsonb").HasConversion(
            definition => JsonSerializer.Serialize(definition, Stored), json => JsonSerializer.Deserialize<Definition>(json, Stored)!);
        experiment.Ignore(entity => entity.Stretches).Ignore(entity => entity.BucketsWanted);
    });
}
