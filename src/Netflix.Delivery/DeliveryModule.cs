using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery;

/// <summary>Edges, path tokens, the segment cache.</summary>
public static class DeliveryModule
{
    public const string Schema = DeliveryDbContext.Schema;

    public static void AddDelivery(this IServiceCollection services, IConfiguration configuration) =>
        services.AddModuleDatabase<DeliveryDbContext>(Schema);

    public static void AddDeliveryConsumers(this IRegistrationConfigurator consumers)
    {
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapDelivery(this IEndpointRouteBuilder api)
    {
    }

    /// <summary>The edge role: serves segments from its cache and the object store; no database.</summary>
    public static void AddEdge(this WebApplicationBuilder builder)
    {
    }

    public static void MapEdge(this WebApplication app)
    {
    }
}
