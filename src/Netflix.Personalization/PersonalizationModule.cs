using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Personalization.Experiments;
using Netflix.Personalization.Experiments.Features;
using Netflix.Personalization.Features;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization;

/// <summary>The home page and what it learns.</summary>
public static class PersonalizationModule
{
    public const string Schema = PersonalizationDbContext.Schema;

    public static void AddPersonalization(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<PersonalizationDbContext>(Schema);
        services.AddValidators(typeof(PersonalizationModule).Assembly);
        services.AddScoped<Trending>();
        services.AddExperiments();
    }

    public static void AddPersonalizationConsumers(this IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<CountStart>();
        consumers.AddConsumer<ForgetTitle>();
        consumers.AddConsumer<ForgetExposures>();
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapPersonalization(this IEndpointRouteBuilder api)
    {
        GetHome.Map(api);
        api.MapExperiments();
    }
}
