using System.Globalization;
using System.Security.Cryptography;

namespace Netflix.Delivery.Tests.Fuzz;

/// <summary>
/// The same kinds of texts as bytes on real connections, through all of the edge: by sendfile, by the portable path, and of a
/// segment small enough to be an array. No 5xx and no silence, a 200 or 206 is byte for byte the film's, a connection that
/// stays open stays in step, and no request makes the process hold a body: on the average it allocates less than a quarter of one.
/// </summary>
[TestFixture(100_000, true)]
[TestFixture(100_000, false)]
[TestFixture(3_000, true)]
[NonParallelizable]
internal sealed class EndpointFuzz(int length, bool sendFile)
{
    private const int Connections = 8;
    private const int Cases = 12_000;
    private const string File = "v720/1.m4s";

    /// <summary>A request and its answer, the client's part and a refusal's problem+json included.</summary>
    private const int BytesACase = 24 << 10;

    private static readonly string[] Methods = ["GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "DELETE", "get", "PROPFIND"];
    private static readonly string[] Ranges = ["bytes=0-", "bytes=-1", "bytes=0-0", "bytes=100-199", "bytes=2999-", "bytes=3000-", "bytes=0-1,5-6", "bytes=99999-100001"];

    private readonly Guid asset = Guid.CreateVersion7();
    private EdgeHost edge = null!;
    private byte[] content = null!;
    private string etag = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        // A busy machine's own slowness is no answer of the edge.
        edge = EdgeHost.Start(("Netflix:Edge:SendFile", sendFile.ToString()), ("Netflix:Edge:OriginTimeout", "00:01:00"));
        content = await edge.StoreAsync(asset, File, length);
        await edge.StoreAsync(asset, "v720/secret.txt", 500);
        etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\"";
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await edge.DisposeAsync();

    [Test]
    [CancelAfter(300_000)]
    public async Task AnyRequest_IsAnsweredWithinTheAsset(CancellationToken cancel)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("NETFLIX_FUZZ_SEED"), out var given) ? given : 20261122;
        await TestContext.Progress.WriteLineAsync($"Fuzz seed {seed} over {Connections} connections, {length} bytes");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var statuses = await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => Task.Run(() => RunAsync(seed + n, cancel), cancel)));
        var bodies = statuses.Sum(status => status.Where((_, code) => code is 200 or 206).Sum());

        // Our own client reads each body into an array.
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before - (long)bodies * length;
        Assert.That(allocated / Cases, Is.LessThan(BytesACase), "bytes a request");
        foreach (var code in (int[])[200, 206, 304, 403, 404, 405, 412, 416])
        {
            Assert.That(statuses.Sum(status => status[code]), Is.Positive, $"{code} was never answered: the fuzz does not reach far enough.");
        }
    }

    private async Task<int[]> RunAsync(int seed, CancellationToken cancel)
    {
        var (mutate, statuses) = (new Mutations(seed), new int[600]);
        using var client = new RawClient(edge.Port);
        for (var i = 0; i < Cases / Connections; i++)
        {
            var (method, request) = Request(mutate);
            var isHead = method == "HEAD";
            if (await client.AskAsync(request, isHead, cancel) is not { } answer)
            {
                Assert.Fail($"Seed {seed}, case {i}: no answer to {Uri.EscapeDataString(request)}");
                break;
            }

            statuses[answer.Status]++;
            if (answer.Status >= 500 || !IsOurs(answer, isHead, method))
            {
                Assert.Fail($"Seed {seed}, case {i}: {answer.Status}, {answer.Body.Length} bytes, to {Uri.EscapeDataString(request)}");
            }
        }

        return statuses;
    }

    private (string Method, string Request) Request(Mutations mutate)
    {
        var method = mutate.Pick(Methods);
        var whole = $"/media/{EdgeHost.Token(asset)}/{asset:N}/{File}";
        var path = mutate.Next(3) > 0 ? whole : OneLine(mutate.Of(whole)).Replace(' ', '+');
        var headers = "Host: edge\r\n";
        headers += Header("Range", mutate.Pick(Ranges), 2);
        headers += Header("If-None-Match", etag, 8);
        headers += Header("If-Match", etag, 8);
        headers += Header("If-Range", etag, 8);
        headers += Header("Origin", "https://player.example", 8);
        return (method, $"{method} {(path.Length == 0 ? "/" : path)} HTTP/1.1\r\n{headers}\r\n");

        string Header(string name, string value, int oneIn) => mutate.Next(oneIn) == 0 ? $"{name}: {OneLine(mutate.Of(value))}\r\n" : "";
    }

    /// <summary>A line's end within would be another request, not another text.</summary>
    private static string OneLine(string text) => text.Replace('\r', '.').Replace('\n', '.');

    private bool IsOurs(RawAnswer answer, bool isHead, string method)
    {
        if (method is not ("GET" or "get" or "HEAD") || answer.Status is not (200 or 206))
        {
            return answer.Status is not (200 or 206);
        }

        if (isHead)
        {
            return answer.Status == 200;
        }

        var (from, count) = (0, length);
        if (answer.Status == 206)
        {
            var parts = answer.Headers["Content-Range"]["bytes ".Length..].Split('-', '/');
            from = int.Parse(parts[0], CultureInfo.InvariantCulture);
            count = int.Parse(parts[1], CultureInfo.InvariantCulture) - from + 1;
        }

        return from >= 0 && count >= 0 && from + count <= length && answer.Body.AsSpan().SequenceEqual(content.AsSpan(from, count));
    }
}
