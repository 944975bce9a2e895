using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Netflix.ServiceDefaults;

/// <summary>What every process of the service has: telemetry, health, problem details, JSON as the contract writes it.</summary>
public static class ServiceDefaults
{
    /// <summary>Tag of the checks that <c>/health</c> (ready) asks; <c>/alive</c> asks none.</summary>
    public const string Ready = "ready";

    private const int LongestRequestLine = 128 * 1024;

    public static void AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.Services.AddProblems();
        // A search of 10,000 letters is cut and answered by its route, not refused by the server's 8 KB.
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestLineSize = LongestRequestLine);
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // "5" is no number, and the API document says so
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
    }

    public static void UseServiceDefaults(this WebApplication app)
    {
        app.UseSpanNames();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
    }

    /// <summary>
    /// The Redis of <c>ConnectionStrings:redis</c>. Connects in the background and again after every loss: a process
    /// starts and runs without Redis, its users fall back.
    /// </summary>
    public static IServiceCollection AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString("redis")
            ?? throw new InvalidOperationException("ConnectionStrings:redis is not set: name the Redis server.");
        var options = ConfigurationOptions.Parse(connection);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        options.SyncTimeout = 2000;
        return services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
    }

    /// <summary>Redis cannot be reached now, or took too long: go on without it.</summary>
    public static bool IsRedisAway(this Exception exception) => exception is RedisException or TimeoutException;

    public static IHealthChecksBuilder AddReadyCheck<TCheck>(this IServiceCollection services, string name) where TCheck : class, IHealthCheck =>
        services.AddHealthChecks().AddCheck<TCheck>(name, tags: [Ready]);
}
