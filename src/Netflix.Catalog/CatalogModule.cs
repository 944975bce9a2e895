using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog;

/// <summary>Titles, seasons, episodes, artwork, availability, search.</summary>
public static class CatalogModule
{
    public const string Schema = CatalogDbContext.Schema;

    public static void AddCatalog(this IServiceCollection services, IConfiguration configuration) =>
        services.AddModuleDatabase<CatalogDbContext>(Schema);

    public static void AddCatalogConsumers(this IRegistrationConfigurator consumers)
    {
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapCatalog(this IEndpointRouteBuilder api)
    {
    }
}
