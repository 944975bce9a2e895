using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Netflix.ServiceDefaults.Tests;

/// <summary>From a request to what a collector receives, over the real exporter (OTLP by HTTP).</summary>
[NonParallelizable]
internal sealed class TelemetryTests
{
    private const string PathToken = "PATHTOKEN-a8f1c2";
    private const string Signature = "SIGNATURE-77ab10";

    [Test]
    public async Task SpansMetricsAndLogs_Arrive_AndNoToken()
    {
        await using var collector = await Collector.StartAsync();
        using var settings = new Variables(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "telemetry-test",
        });
        string accessToken;
        await using (var app = await TestApp.StartAsync(routes =>
        {
            routes.MapGet("/films/{id}", (string id, ILogger<TelemetryTests> logger) =>
            {
                logger.LogInformation("Film {Id} was asked for", id);
                return id;
            });
            routes.MapGet("/media/{token}/{**file}", (string token) => token.Length).AllowAnonymous();
            routes.MapGet("/broken/{token}", string (string token) => throw new InvalidOperationException("broken on purpose")).AllowAnonymous();
            routes.MapGet("/manifest/{id}", (string id) => id).AllowAnonymous();
        }))
        {
            using var viewer = await app.SignInAsync("viewer");
            accessToken = viewer.DefaultRequestHeaders.Authorization!.Parameter!;
            Assert.That(await viewer.GetStringAsync(new Uri("/films/f-4711", UriKind.Relative)), Is.EqualTo("f-4711"));
            foreach (var path in new[] { $"/media/{PathToken}/a/v720/1.m4s", $"/broken/{PathToken}", $"/manifest/7?sig={Signature}", $"/nowhere/{PathToken}", "/health" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
                using var answer = await app.Http.SendAsync(request);
            }

            using var edge = new HttpClient { BaseAddress = app.Http.BaseAddress }; // our own calls of an edge, which are traced
            await edge.GetStringAsync(new Uri($"/media/{PathToken}/a/v720/2.m4s", UriKind.Relative));
            await edge.GetStringAsync(new Uri($"/manifest/8?sig={Signature}", UriKind.Relative));
        }

        var (traces, metrics, logs) = (collector.Received("/v1/traces"), collector.Received("/v1/metrics"), collector.Received("/v1/logs"));
        Assert.That(traces, Does.Contain("http.route").And.Contain("GET /films/{id}").And.Contain("GET /manifest/{id}").And.Contain("telemetry-test"));
        Assert.That(traces, Does.Contain("GET /broken/{token}").And.Contain("/media/*").And.Contain("/manifest/8?*"));
        Assert.That(metrics, Does.Contain("http.server.request.duration").And.Contain("/films/{id}").And.Contain("dotnet.gc.collections"));
        Assert.That(logs, Does.Contain("was asked for").And.Contain("f-4711").And.Contain("broken on purpose").And.Contain("/broken/{token}"));
        Assert.That(traces, Does.Not.Contain("GET /media/{token}").And.Not.Contain("/health"), "quiet routes");
        foreach (var secret in new[] { PathToken, Signature, accessToken })
        {
            Assert.That(traces + metrics + logs, Does.Not.Contain(secret));
        }
    }

    /// <summary>What OTLP sends to, keeping the bodies: protobuf, in which text stands as UTF-8.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<(string Path, string Body)> received = new();

        private Collector()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                received.Enqueue((http.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
            });
        }

        internal string Url => app.Urls.Single();

        internal static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            await collector.app.StartAsync();
            return collector;
        }

        internal string Received(string path) => string.Concat(received.Where(one => one.Path == path).Select(one => one.Body));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }

    /// <summary>Environment variables for the length of a test: the exporters read nothing else.</summary>
    private sealed class Variables : IDisposable
    {
        private readonly Dictionary<string, string?> before = [];

        internal Variables(Dictionary<string, string> values)
        {
            foreach (var (name, value) in values)
            {
                before[name] = Environment.GetEnvironmentVariable(name);
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose()
        {
            foreach (var (name, value) in before)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
