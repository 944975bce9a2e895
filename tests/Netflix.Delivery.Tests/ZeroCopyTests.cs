using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Delivery.Cache;
using Netflix.Testing;

namespace Netflix.Delivery.Tests;

/// <summary>What only the sendfile output half can get wrong.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ZeroCopyTests
{
    private const string File = "v720/1.m4s";
    private readonly Guid asset = Guid.CreateVersion7();

    [Test]
    public async Task ClientThatTakesNothing_IsCutOff_AndLeavesNothingHeld()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:StallTimeout", "00:00:00.300"));
        await edge.StoreAsync(asset, File, 40_000_000);
        var path = EdgeHost.PathOf(asset, File);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, edge.Port);

        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: edge\r\n\r\n"));
        await client.GetStream().ReadExactlyAsync(new byte[1]);
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Counters.Sending), sending => sending == 0);

        Assert.That(await ReadToEndAsync(client), Is.LessThan(40_000_000));
        Assert.That(OpenSegments(), Is.EqualTo(1));
        edge.Services.GetRequiredService<SegmentCache>().Forget(asset);
        Assert.That(OpenSegments(), Is.Zero);
    }

    [Test]
    public async Task SegmentEvictedWhileItIsSent_IsSentWhole_ThenClosed()
    {
        await using var edge = EdgeHost.Start();
        var content = await edge.StoreAsync(asset, File, 30_000_000);
        using var response = await edge.GetAsync(EdgeHost.PathOf(asset, File));

        edge.Services.GetRequiredService<SegmentCache>().Forget(asset);

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(content));
    }

    [Test]
    public async Task ManyClientsOfManySizes_GetTheirOwnBytes()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:MemoryBytes", "3000000"));
        var contents = new List<byte[]>();
        for (var i = 0; i < 12; i++)
        {
            contents.Add(await edge.StoreAsync(asset, $"v720/{i}.m4s", 50_000 + i * 50_000));
        }

        // The memory holds half of them: eviction, fetches and sends go on at once.
        await Parallel.ForAsync(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancel) =>
        {
            var i = n * 7 % 12;
            var body = await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, $"v720/{i}.m4s"), cancel);
            Assert.That(body.AsSpan().SequenceEqual(contents[i]), Is.True);
        });
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task OverTls_TheBytesAreTheSame(string version)
    {
        var folder = Directory.CreateTempSubdirectory("netflix-tls-");
        var certificate = Path.Combine(folder.FullName, "edge.pfx");
        await System.IO.File.WriteAllBytesAsync(certificate, NewCertificate());
        var port = NetflixApp.FreePort();
        await using var edge = EdgeHost.Start(
            ("Kestrel:Endpoints:Tls:Url", $"https://127.0.0.1:{port}"), ("Kestrel:Endpoints:Tls:Certificate:Path", certificate));
        var content = await edge.StoreAsync(asset, File, 3_000_000);
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator })
        {
            BaseAddress = new Uri($"https://127.0.0.1:{port}"),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        for (var i = 0; i < 3; i++)
        {
            Assert.That(await http.GetByteArrayAsync(EdgeHost.PathOf(asset, File)), Is.EqualTo(content));
        }

        using var range = new HttpRequestMessage(HttpMethod.Get, EdgeHost.PathOf(asset, File)) { Version = Version.Parse(version), Headers = { Range = new(70_000, 80_000) } };
        Assert.That(await (await http.SendAsync(range)).Content.ReadAsByteArrayAsync(), Is.EqualTo(content[70_000..80_001]));
        folder.Delete(recursive: true);
    }

    private static async Task<long> ReadToEndAsync(TcpClient client)
    {
        var total = 0L;
        var block = new byte[1 << 20];
        try
        {
            for (int read; (read = await client.GetStream().ReadAsync(block)) > 0; total += read)
            {
            }
        }
        catch (IOException)
        {
            // Reset: what was in the way is lost too.
        }

        return total;
    }

    /// <summary>Files in memory of that size that the process still has open.</summary>
    private static int OpenSegments() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(entry =>
    {
        try
        {
            if (new FileInfo(entry).LinkTarget?.Contains("netflix-segment", StringComparison.Ordinal) != true)
            {
                return false;
            }

            using var file = System.IO.File.OpenHandle(entry);
            return RandomAccess.GetLength(file) == 40_000_000;
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static byte[] NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=edge", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.Export(X509ContentType.Pfx);
    }
}
