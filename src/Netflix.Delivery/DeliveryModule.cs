using FluentValidation;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Delivery.Cache;
using Netflix.Delivery.Features;
using Netflix.Delivery.Prefill;
using Netflix.Delivery.Registry;
using Netflix.Delivery.Reports;
using Netflix.Delivery.Serving;
using Netflix.Delivery.Tokens;
using Netflix.Delivery.ZeroCopy;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery;

/// <summary>Edges, path tokens, the segment cache.</summary>
public static class DeliveryModule
{
    public const string Schema = DeliveryDbContext.Schema;

    /// <summary>Name of the HTTP client between web and edges.</summary>
    internal const string EdgeHttp = "edges";

    /// <summary>The web's part: the registry of edges, steering, and the tokens it issues.</summary>
    public static void AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<DeliveryDbContext>(Schema);
        services.AddTokens();
        services.AddSingleton<EdgeSteering>();
        services.AddSingleton<IEdgeSteering>(provider => provider.GetRequiredService<EdgeSteering>());
        services.AddSingleton<IValidator<Heartbeat>, ReceiveHeartbeat.Validator>();
        services.AddSingleton<IValidator<CmcdBatch>, ReceiveCmcd.Validator>();
        services.AddHostedService<EdgeWatch>();
        services.AddOptions<PrefillOptions>().BindConfiguration(PrefillOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PrefillRuns>();
        services.AddScoped<PrefillPlanner>();
        services.AddHostedService<PrefillSchedule>();
    }

    public static void AddDeliveryConsumers(this IRegistrationConfigurator consumers)
    {
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapDelivery(this IEndpointRouteBuilder api)
    {
        var edges = api.MapGroup("/admin/edges").WithTags("Edges").RequireAuthorization(Policies.Admin);
        ListEdges.Map(edges);
        DrainEdge.Map(edges);
        PurgeAsset.Map(edges);
        PrefillEdges.Map(edges);

        var registry = api.MapGroup("/internal/edges").RequireEdgeSecret();
        ReceiveHeartbeat.Map(registry);
        ReceiveCmcd.Map(registry);
        LeaveRegistry.Map(registry);
    }

    /// <summary>The edge role: serves segments from its cache and the object store; no database.</summary>
    public static void AddEdge(this WebApplicationBuilder builder)
    {
        // A line for each segment would cost more than the segment, and would hold its token.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // Web pages and encoders may block a thread: only a process that is an edge and nothing else runs on the polling threads.
        var options = builder.Configuration.GetSection(EdgeOptions.Section).Get<EdgeOptions>() ?? new();
        if (options.SendFile && NativeSocket.IsSupported && builder.Configuration["Netflix:Roles"]?.Trim() == "edge")
        {
            builder.WebHost.UseZeroCopy();
        }

        var services = builder.Services;
        services.AddSingleton<IMemoryPoolFactory<byte>, BlockPoolFactory>();
        services.AddTokens();
        services.AddOptions<EdgeOptions>().BindConfiguration(EdgeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EdgeCounters>();
        services.AddSingleton<RefusedSessions>();
        services.AddSingleton<SegmentReader>();
        services.AddSingleton<CachedAssets>();
        services.AddSingleton<DiskCache>();
        services.AddSingleton<Origin>();
        services.AddSingleton<SegmentCache>();
        services.AddSingleton<SegmentSender>();
        services.AddSingleton<PrefillWork>();
        services.AddSingleton<CmcdQueue>();
        services.AddSingleton<IStartupFilter, MediaFirst>();
        services.AddReadyCheck<EdgeReady>("edge");
        services.AddHostedService<Heartbeats>();
    }

    public static void MapEdge(this WebApplication app) =>
        app.MapDelete(PurgeAsset.EdgeRoute, PurgeAsset.HandleOnEdge).RequireEdgeSecret();

    private static void AddTokens(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>().BindConfiguration("Netflix:Delivery").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new PathTokens(provider.GetRequiredService<IOptions<DeliveryOptions>>().Value));
        services.TryAddSingleton(provider => new EdgeSecret(provider.GetRequiredService<IOptions<DeliveryOptions>>().Value));
        services.AddHttpClient(EdgeHttp, client => client.Timeout = TimeSpan.FromSeconds(2)).RemoveAllLoggers();
    }

    /// <summary>Puts segments before everything else, in the edge's process and in one that is the web too.</summary>
    private sealed class MediaFirst : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseMiddleware<MediaEndpoint>();
            next(app);
        };
    }
}
