using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Delivery.Cache;
using Netflix.Delivery.Prefill;
using Netflix.Delivery.Reports;
using Netflix.Delivery.Tokens;

namespace Netflix.Delivery.Registry;

/// <summary>
/// The edge's side of the registry: a heartbeat every two seconds, a word of good-bye at shutdown. Without the web it keeps
/// serving and keeps trying; only the changes are logged.
/// </summary>
internal sealed class Heartbeats(
    IServiceProvider services, IServer server, IHostApplicationLifetime lifetime, IHttpClientFactory clients, IConfiguration configuration,
    IOptions<EdgeOptions> options, EdgeSecret secret, SegmentCache cache, DiskCache disk, CachedAssets assets, PrefillWork prefill, CmcdQueue cmcd, EdgeCounters counters,
    RefusedSessions refused, TimeProvider clock, ILogger<Heartbeats> logger)
    : BackgroundService
{
    private const int MostReportCalls = 4; // a heartbeat must not be late for them

    private bool? registered;
    private long knownContent;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Until the server listens nobody could be sent here; when it stops, say so before it stops taking connections.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping.Token);

        var own = OwnAddress();
        if (WebAddress(own) is not { } web)
        {
            logger.LogWarning("No services:web:http:0: this edge serves, but nobody is sent to it");
            return;
        }

        var identity = options.Value.Id ?? $"{Environment.MachineName}:{own.Port}";
        var route = new Uri(web, $"/api/v1/internal/edges/{Uri.EscapeDataString(identity)}");
        await BeatAsync(identity, route, options.Value.PublicUrl?.TrimEnd('/') ?? own.GetLeftPart(UriPartial.Authority), stopping.Token);
        await SendAsync<Heartbeat>(HttpMethod.Delete, route, null, CancellationToken.None);
    }

    private async Task BeatAsync(string identity, Uri route, string publicUrl, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, clock);
        var beatRoute = new Uri(route + "/heartbeat");
        var (sentBefore, at) = (counters.Bytes, clock.GetTimestamp());
        try
        {
            do
            {
                var (sent, now) = (counters.Bytes, clock.GetTimestamp());
                var load = LineShare(sent - sentBefore, clock.GetElapsedTime(at, now));
                (sentBefore, at) = (sent, now);
                var heartbeat = new Heartbeat(
                    publicUrl, options.Value.Region, load, counters.Hits, counters.Misses, counters.OriginFetches, sent,
                    cache.Bytes, options.Value.MemoryBytes, counters.Sending, refused.KnownUntil,
                    disk.Bytes, disk.Capacity, assets.Version == knownContent ? null : Content(),
                    counters.PrefillFetches, counters.PrefillSaved, prefill.Progress);
                var fault = await SendAsync(HttpMethod.Post, beatRoute, heartbeat, cancel);
                Note(fault, identity, publicUrl);
                if (fault is null)
                {
                    await ReportAsync(new Uri(route + "/cmcd"), cancel);
                }
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Shutting down.
        }
    }

    /// <summary>What players told since; what the web does not take is lost, and counted.</summary>
    private async Task ReportAsync(Uri route, CancellationToken cancel)
    {
        for (var call = 0; call < MostReportCalls && CmcdBatch.Next(cmcd) is { } batch; call++)
        {
            if (await SendAsync(HttpMethod.Post, route, batch, cancel) is not null)
            {
                counters.CountCmcdDropped(batch.Reports.Count);
                return;
            }
        }
    }

    private CacheContent Content()
    {
        var (version, held) = assets.Held();
        return new(version, held.Count, AssetFilter.Of(held).Bits!);
    }

    private double LineShare(long bytes, TimeSpan elapsed) =>
        elapsed <= TimeSpan.Zero ? 0 : Math.Min(1000, bytes * 8 / 1e6 / elapsed.TotalSeconds / options.Value.CapacityMbps);

    /// <summary>Null when it arrived, else why not.</summary>
    private async Task<string?> SendAsync<TBody>(HttpMethod method, Uri route, TBody? body, CancellationToken cancel) where TBody : class
    {
        try
        {
            using var client = clients.CreateClient(DeliveryModule.EdgeHttp);
            using var request = new HttpRequestMessage(method, route) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.TryAddWithoutValidation("Authorization", secret.Authorization);
            using var response = await client.SendAsync(request, cancel);
            if (response.StatusCode == HttpStatusCode.OK && await response.Content.ReadFromJsonAsync<HeartbeatAnswer>(cancel) is { Refused: not null } answer)
            {
                refused.Take(answer);
                knownContent = answer.ContentVersion;
                prefill.Take(answer.Prefill);
            }

            return response.IsSuccessStatusCode ? null : $"the web answers {(int)response.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return exception.Message;
        }
    }

    private void Note(string? fault, string identity, string publicUrl)
    {
        if (registered == fault is null)
        {
            return;
        }

        registered = fault is null;
        if (fault is null)
        {
            logger.LogInformation("Edge {EdgeId} is registered as {PublicUrl}", identity, publicUrl);
        }
        else
        {
            logger.LogWarning("Edge {EdgeId} cannot register, it serves on and keeps trying: {Fault}", identity, fault);
        }
    }

    /// <summary>In a process that is web and edge, the web is here.</summary>
    private Uri? WebAddress(Uri own) =>
        configuration["services:web:http:0"] is { Length: > 0 } web ? new Uri(web)
        : services.GetService<IEdgeSteering>() is not null ? own
        : null;

    private Uri OwnAddress()
    {
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var uri = new UriBuilder(address.Replace("//+", "//0.0.0.0", StringComparison.Ordinal).Replace("//*", "//0.0.0.0", StringComparison.Ordinal));
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            uri.Host = Environment.MachineName;
        }

        return uri.Uri;
    }
}
