using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.ServiceDefaults;

namespace Netflix.Identity;

/// <summary>Accounts, sign-in, profiles, devices, plans.</summary>
public static class IdentityModule
{
    public const string Schema = IdentityDbContext.Schema;

    public static void AddIdentity(this IServiceCollection services, IConfiguration configuration) =>
        services.AddModuleDatabase<IdentityDbContext>(Schema);

    public static void AddIdentityConsumers(this IRegistrationConfigurator consumers)
    {
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapIdentity(this IEndpointRouteBuilder api)
    {
    }
}
