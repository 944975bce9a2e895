using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Netflix.AppHost.Embedded;
using Netflix.Contracts;
using Netflix.Delivery.Tokens;
using Netflix.Delivery;

namespace Netflix.Bench.Edge;

/// <summary>
/// The edge against nginx: bytes a CPU-second on segments in memory, origin fetches for one cold segment, and the hit ratio
/// of its cache against LRU and Belady's optimum. Real processes on loopback.
/// </summary>
internal static class EdgeBench
{
    private const int Files = 64;
    private const int FileLength = 1_000_000;
    private const int Clients = 500;

    internal static async Task RunAsync(bool quick)
    {
        var (nginxPath, wrk, h2Load) = (Workspace.Tool("nginx", "nginx-light"), Workspace.Tool("wrk", "wrk"), Workspace.Tool("h2load", "nghttp2-client"));
        var folder = Directory.CreateTempSubdirectory("netflix-bench-edge-").FullName;
        try
        {
            var asset = Guid.CreateVersion7();
            await WriteFilesAsync(Path.Combine(folder, "media"), asset);
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            var token = new PathTokens(new DeliveryOptions { Key = key })
                .Issue(new(asset, Guid.NewGuid(), 1080, DateTimeOffset.UtcNow.AddHours(1)));

            SecureBench.WriteCertificate(folder);
            var (nginxPort, edgePort, nginxTls, edgeTls) = (FreePort.Find(), FreePort.Find(), FreePort.Find(), FreePort.Find());
            await using var web = await HeartbeatSink.StartAsync();
            await using var nginx = ServerProcess.Start(nginxPath, ["-c", WriteNginxConfiguration(folder, nginxPort, nginxTls), "-p", folder]);
            await using var edge = StartEdge(folder, key, edgePort, edgeTls, web.Url);
            await edge.WaitUntilServingAsync($"http://127.0.0.1:{edgePort}/health");
            await nginx.WaitUntilServingAsync($"http://127.0.0.1:{nginxPort}/{asset:N}/v720/0.m4s");

            var cold = await ColdSegmentAsync($"http://127.0.0.1:{edgePort}/media/{token}/{asset:N}/v720/cold.m4s", web);
            var hot = await HotSegmentsAsync(new Load(wrk, folder), nginx, nginxPort, edge, edgePort, asset, token, quick);
            var secure = await SecureBench.RunAsync(
                new Load(wrk, folder), h2Load, folder, nginx, $"https://127.0.0.1:{nginxTls}", Paths($"/{asset:N}"), edge, $"https://127.0.0.1:{edgeTls}", Paths($"/media/{token}/{asset:N}"), quick);
            var cache = Ratios();
            Workspace.Write("edge", new { hot, secure, coldSegment = cold, cache });
            Print(hot, secure, cold, cache);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Hot(double Ratio, double[] Ratios, double NginxGigabytes, double EdgeGigabytes, double NginxMicroseconds, double EdgeMicroseconds);

    private sealed record Cold(int Clients, int Answered, long OriginFetches);

    private sealed record Cache(double S3Fifo, double Lru, double Belady);

    private static async Task<Hot> HotSegmentsAsync(
        Load load, ServerProcess nginx, int nginxPort, ServerProcess edge, int edgePort, Guid asset, string token, bool quick)
    {
        var (runs, seconds) = quick ? (3, 2) : (5, 5);
        Task<Sample> Nginx(int time) => load.RunAsync(
            nginx, $"http://127.0.0.1:{nginxPort}", Paths($"/{asset:N}"), time);
        Task<Sample> Edge(int time) => load.RunAsync(
            edge, $"http://127.0.0.1:{edgePort}", Paths($"/media/{token}/{asset:N}"), time);

        await Nginx(1);
        await SecureBench.WarmAsync(() => Edge(3));
        var pairs = new List<(Sample Nginx, Sample Edge)>();
        for (var i = 0; i < runs; i++)
        {
            pairs.Add((await Nginx(seconds), await Edge(seconds)));
        }

        return new(
            Median(pairs.Select(pair => pair.Edge.BytesACpuSecond / pair.Nginx.BytesACpuSecond)),
            [.. pairs.Select(pair => Math.Round(pair.Edge.BytesACpuSecond / pair.Nginx.BytesACpuSecond, 3))],
            Median(pairs.Select(pair => pair.Nginx.BytesACpuSecond)) / 1e9, Median(pairs.Select(pair => pair.Edge.BytesACpuSecond)) / 1e9,
            Median(pairs.Select(pair => pair.Nginx.CpuSeconds * 1e6 / pair.Nginx.Requests)),
            Median(pairs.Select(pair => pair.Edge.CpuSeconds * 1e6 / pair.Edge.Requests)));
    }

    private static async Task<Cold> ColdSegmentAsync(string url, HeartbeatSink web)
    {
        var before = await web.OriginFetchesAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients });
        var bodies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => http.GetByteArrayAsync(url)));
        return new(Clients, bodies.Count(body => body.Length == FileLength), await web.OriginFetchesAsync() - before);
    }

    private static string[] Paths(string folder) => [.. Enumerable.Range(0, Files).Select(i => $"{folder}/v720/{i}.m4s")];

    private static Cache Ratios()
    {
        const int objects = 10_000;
        var trace = CacheTraces.ZipfWithScan(objects, requests: 500_000, skew: 0.9, scan: objects, seed: 1);
        return new(
            CacheTraces.S3FifoHitRatio(trace, objects / 10), CacheTraces.LruHitRatio(trace, objects / 10), CacheTraces.BeladyHitRatio(trace, objects / 10));
    }

    private static ServerProcess StartEdge(string folder, string key, int port, int tlsPort, string web) => ServerProcess.Start(
        "dotnet", [Workspace.HostAssembly],
        [("Netflix__Roles", "edge"), ("Netflix__Media__Directory", Path.Combine(folder, "media")), ("Netflix__Delivery__Key", key),
        ("services__web__http__0", web), ("Netflix__Edge__HeartbeatInterval", "00:00:00.200"),
        ("Netflix__Edge__FetchAhead", "false"), .. SecureBench.KestrelEndpoints(folder, port, tlsPort)]); // the next segment would be a second origin fetch

    private static async Task WriteFilesAsync(string store, Guid asset)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store, AssetKeys.Of(asset, "v720"))).FullName;
        foreach (var name in Enumerable.Range(0, Files).Select(i => $"{i}").Append("cold"))
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".m4s"), RandomNumberGenerator.GetBytes(FileLength));
        }
    }

    private static string WriteNginxConfiguration(string folder, int port, int tlsPort)
    {
        var file = Path.Combine(folder, "nginx.conf");
        var user = Environment.UserName == "root" ? "user root;" : "";
        File.WriteAllText(file, $$"""
            daemon off; {{user}} worker_processes 2; pid {{folder}}/nginx.pid; error_log stderr crit;
            events { worker_connections 1024; }
            http {
                access_log off; sendfile on; keepalive_requests 100000000; default_type video/mp4;
                client_body_temp_path {{folder}}/t1; proxy_temp_path {{folder}}/t2; fastcgi_temp_path {{folder}}/t3;
                uwsgi_temp_path {{folder}}/t4; scgi_temp_path {{folder}}/t5;
                server { listen 127.0.0.1:{{port}}; root {{folder}}/media/assets; }
                {{SecureBench.NginxServer(folder, tlsPort)}}
            }
            """);
        return file;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static void Print(Hot hot, SecureBench.Compared[] secure, Cold cold, Cache cache)
    {
        var text = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(text, $"""

            Segments of 1 MB in memory, 32 connections   GB a CPU-second   µs CPU a request
              nginx, sendfile on                         {hot.NginxGigabytes,15:F2}   {hot.NginxMicroseconds,16:F1}
              edge, with path token                      {hot.EdgeGigabytes,15:F2}   {hot.EdgeMicroseconds,16:F1}
              ratio, median of {hot.Ratios.Length} (to reach: 0.95)          {hot.Ratio:F2}   runs: {string.Join(" ", hot.Ratios.Select(r => r.ToString("F2", text)))}

            Over TLS 1.3                                 nginx, GB a CPU-second   edge   ratio   to reach   runs
            {string.Join('\n', secure.Select(one => string.Create(text, $"  {one.Protocol,-40} {one.NginxGigabytes,24:F2} {one.EdgeGigabytes,6:F2} {one.Ratio,7:F2} {one.ToReach,10:F2}   {string.Join(" ", one.Ratios.Select(r => r.ToString("F2", text)))}")))}

            One cold segment, {cold.Clients} clients: {cold.Answered} answered whole, {cold.OriginFetches} origin fetch (to reach: 1)

            Hit ratio, Zipf(0.9) with a scan, cache of a tenth: S3-FIFO {cache.S3Fifo:P1}, LRU {cache.Lru:P1}, Belady's optimum {cache.Belady:P1}
            Above LRU by {(cache.S3Fifo - cache.Lru) * 100:F1} points (to reach: 5), below the optimum by {(cache.Belady - cache.S3Fifo) * 100:F1}
            """));
    }
}
