using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Netflix.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set (Aspire sets it), else nothing runs.
/// The SDK alone does it: the runtime emits all that the instrumentation packages would.
/// </summary>
internal static class Telemetry
{
    internal static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        // The frameworks' own notes of each request hold its path, and that a token; EF's hold every statement.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        // Without this, ASP.NET's server spans come without tags.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Logging.AddOpenTelemetry(logging => logging.AddOtlpExporter());
        builder.Services.AddSingleton(_ => OpenTelemetrySdk.Create(sdk => sdk
            .WithTracing(tracing => tracing
                .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "Netflix.*")
                // A caller's traceparent must not switch on what we keep out.
                .SetSampler(new ParentBasedSampler(new QuietSampler(), remoteParentSampled: new QuietSampler()))
                .AddProcessor(new PathRedactor())
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "Netflix.*")
                .AddOtlpExporter())));
        builder.Services.AddHostedService<Exporter>();
    }

    /// <summary>Names each server span by its route; the path itself is not kept, for media paths carry tokens.</summary>
    internal static void UseSpanNames(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
        }
        finally
        {
            if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            {
                var route = http.RouteOrNone();
                span.DisplayName = $"{http.Request.Method} {route}";
                span.SetTag("http.route", route);
                span.SetTag("url.path", route);
                span.SetTag("url.query", null);
                span.SetTag("http.response.status_code", http.Response.StatusCode);
            }
        }
    });

    /// <summary>The route's template, which is what telemetry may know of a path.</summary>
    internal static string RouteOrNone(this HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";

    /// <summary>Cuts the path off our own requests to an edge: after <c>/media/</c> comes the token.</summary>
    private sealed class PathRedactor : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.full") is string url && url.IndexOf("/media/", StringComparison.Ordinal) is >= 0 and var start)
            {
                data.SetTag("url.full", url[..start] + "/media/*");
            }
        }
    }

    /// <summary>Drops probes and segments: metrics tell that story, and segments would be nearly every span.</summary>
    private sealed class QuietSampler : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters parameters)
        {
            foreach (var tag in parameters.Tags ?? [])
            {
                if (tag is { Key: "url.path", Value: string path } &&
                    (path.StartsWith("/media/", StringComparison.Ordinal) || path.EndsWith(".m4s", StringComparison.Ordinal) || path is "/health" or "/alive"))
                {
                    return new SamplingResult(SamplingDecision.Drop);
                }
            }

            return new SamplingResult(SamplingDecision.RecordAndSample);
        }
    }

    private sealed class Exporter(OpenTelemetrySdk sdk) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            sdk.TracerProvider.ForceFlush(2000);
            sdk.MeterProvider.ForceFlush(2000);
            sdk.Dispose();
            return Task.CompletedTask;
        }
    }
}
