using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding;

/// <summary>Uploads, encode jobs, ladders, packaging.</summary>
public static class EncodingModule
{
    public const string Schema = EncodingDbContext.Schema;

    public static void AddEncoding(this IServiceCollection services, IConfiguration configuration) =>
        services.AddModuleDatabase<EncodingDbContext>(Schema);

    public static void AddEncodingConsumers(this IRegistrationConfigurator consumers)
    {
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapEncoding(this IEndpointRouteBuilder api)
    {
    }

    /// <summary>The encoder role: leases tasks and runs them in this process.</summary>
    public static void AddEncoderWorker(this IServiceCollection services, IConfiguration configuration)
    {
    }
}
