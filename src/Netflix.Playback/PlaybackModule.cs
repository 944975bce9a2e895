using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.ServiceDefaults;

namespace Netflix.Playback;

/// <summary>Sessions, entitlement, manifests, progress.</summary>
public static class PlaybackModule
{
    public const string Schema = PlaybackDbContext.Schema;

    public static void AddPlayback(this IServiceCollection services, IConfiguration configuration) =>
        services.AddModuleDatabase<PlaybackDbContext>(Schema);

    public static void AddPlaybackConsumers(this IRegistrationConfigurator consumers)
    {
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapPlayback(this IEndpointRouteBuilder api)
    {
    }
}
