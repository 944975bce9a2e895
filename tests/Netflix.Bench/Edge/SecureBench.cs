using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Netflix.Bench.Edge;

/// <summary>
/// The edge over TLS 1.3 beside nginx, by HTTP/1.1 (wrk) and HTTP/2 (h2load): bytes a CPU-second of the servers, on the
/// files, the connections and the certificate of the same run.
/// </summary>
internal static partial class SecureBench
{
    internal const double ToReachHttp1 = 1.0;
    internal const double ToReachHttp2 = 0.75;

    internal sealed record Compared(string Protocol, double Ratio, double[] Ratios, double NginxGigabytes, double EdgeGigabytes, double ToReach);

    /// <summary>A certificate of this run alone, as nginx reads it (<c>edge.crt</c>, <c>edge.key</c>) and as Kestrel does (<c>edge.pfx</c>).</summary>
    internal static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "edge.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "edge.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Combine(folder, "edge.pfx"), certificate.Export(X509ContentType.Pfx));
    }

    /// <summary>nginx's server, its defaults but for the version of TLS, which in 1.22 ends with 1.2.</summary>
    internal static string NginxServer(string folder, int port) => $$"""
        server { listen 127.0.0.1:{{port}} ssl http2; root {{folder}}/media/assets; ssl_certificate {{folder}}/edge.crt; ssl_certificate_key {{folder}}/edge.key; ssl_protocols TLSv1.3; }
        """;

    internal static (string Name, string Value)[] KestrelEndpoints(string folder, int plainPort, int port) =>
    [
        ("Kestrel__Endpoints__Plain__Url", $"http://127.0.0.1:{plainPort}"), ("Kestrel__Endpoints__Tls__Url", $"https://127.0.0.1:{port}"),
        ("Kestrel__Endpoints__Tls__Certificate__Path", Path.Combine(folder, "edge.pfx")), ("Kestrel__Endpoints__Tls__SslProtocols__0", "Tls13"),
    ];

    internal static async Task<Compared[]> RunAsync(
        Load load, string h2Load, string folder, ServerProcess nginx, string nginxUrl, IReadOnlyList<string> nginxPaths, ServerProcess edge, string edgeUrl, IReadOnlyList<string> edgePaths, bool quick)
    {
        var (runs, seconds) = quick ? (3, 2) : (5, 5);
        var all = new List<Compared>();
        foreach (var (protocol, reach, run) in ((string, double, Func<ServerProcess, string, IReadOnlyList<string>, int, Task<Sample>>)[])
        [
            ("HTTP/1.1", ToReachHttp1, load.RunAsync),
            ("HTTP/2", ToReachHttp2, (server, url, paths, time) => Http2Async(h2Load, folder, server, url, paths, time)),
        ])
        {
            await run(nginx, nginxUrl, nginxPaths, 1);
            await WarmAsync(() => run(edge, edgeUrl, edgePaths, 3));
            var pairs = new List<(Sample Nginx, Sample Edge)>();
            for (var i = 0; i < runs; i++)
            {
                pairs.Add((await run(nginx, nginxUrl, nginxPaths, seconds), await run(edge, edgeUrl, edgePaths, seconds)));
            }

            double[] ratios = [.. pairs.Select(pair => Math.Round(pair.Edge.BytesACpuSecond / pair.Nginx.BytesACpuSecond, 3))];
            all.Add(new(protocol, Median(ratios), ratios, Median(pairs.Select(pair => pair.Nginx.BytesACpuSecond)) / 1e9, Median(pairs.Select(pair => pair.Edge.BytesACpuSecond)) / 1e9, reach));
        }

        return [.. all];
    }

    /// <summary>
    /// Until it gets no better: the cache is full and the JIT is done. On a busy machine its second tier comes late, and costs more CPU than what is measured.
    /// </summary>
    internal static async Task WarmAsync(Func<Task<Sample>> run)
    {
        var best = 0.0;
        for (var (tries, flat) = (0, 0); tries < 20 && flat < 2; tries++)
        {
            var now = (await run()).BytesACpuSecond;
            flat = now > best * 1.1 ? 0 : flat + 1;
            best = Math.Max(best, now);
        }
    }

    /// <summary>32 connections of one stream each: as many transfers at once as wrk has.</summary>
    private static async Task<Sample> Http2Async(string h2Load, string folder, ServerProcess server, string url, IReadOnlyList<string> paths, int seconds)
    {
        var list = Path.Combine(folder, "urls.txt");
        await File.WriteAllLinesAsync(list, paths.Select(path => url + path));
        var before = server.CpuTime();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(h2Load, ["-t2", "-c32", "-m1", $"-D{seconds}", "-i", list]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var cpu = server.CpuTime() - before;
        var (requests, data) = (Requests().Match(output), Data().Match(output));
        if (!requests.Success || !data.Success || requests.Groups[2].Value != "0" || !output.Contains("Application protocol: h2", StringComparison.Ordinal) || !output.Contains("TLSv1.3", StringComparison.Ordinal))
        {
            throw new BenchException("h2load did not do what it should:\n" + output);
        }

        return new(
            long.Parse(data.Groups[1].ValueSpan, CultureInfo.InvariantCulture), long.Parse(requests.Groups[1].ValueSpan, CultureInfo.InvariantCulture), cpu.TotalSeconds, clock.Elapsed.TotalSeconds);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    [GeneratedRegex(@"requests: .* (\d+) succeeded, (\d+) failed")]
    private static partial Regex Requests();

    [GeneratedRegex(@"traffic: .*\((\d+)\) data")]
    private static partial Regex Data();
}
