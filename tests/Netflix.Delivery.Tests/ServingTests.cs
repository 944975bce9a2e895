using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Netflix.Testing;

namespace Netflix.Delivery.Tests;

/// <summary>Segments over real HTTP: content, ranges, conditions, tokens, pages of other origins. Large and small: file and array.</summary>
[TestFixture(1_000_000, true)]
[TestFixture(1_000_000, false)]
[TestFixture(3_000, true)]
[Parallelizable(ParallelScope.Children)]
internal sealed class ServingTests(int length, bool sendFile)
{
    private const string File = "v720/1.m4s";
    private readonly Guid asset = Guid.CreateVersion7();
    private EdgeHost edge = null!;
    private byte[] content = null!;
    private string path = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        edge = EdgeHost.Start(("Netflix:Edge:SendFile", sendFile.ToString()));
        content = await edge.StoreAsync(asset, File, length);
        path = EdgeHost.PathOf(asset, File);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await edge.DisposeAsync();

    [Test]
    public async Task WholeSegment_HasItsBytesAndHeaders()
    {
        var response = await edge.GetAsync(path);

        await response.ExpectAsync(HttpStatusCode.OK);
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(content));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("video/mp4"));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(length));
        Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\""));
        Assert.That(response.Headers.CacheControl!.ToString(), Does.Contain("immutable").And.Contain("private"));
        Assert.That(response.Headers.AcceptRanges, Is.EqualTo(new[] { "bytes" }));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "*" }));
        Assert.That(response.Headers.GetValues("Access-Control-Expose-Headers").Single(), Does.Contain("Content-Range").And.Contain("ETag").And.Contain("Date"));
        Assert.That(response.Headers.Contains("Server"), Is.False);
    }

    [TestCase("bytes=0-99", 0, 100)]
    [TestCase("bytes=1000-1999", 1000, 1000)]
    [TestCase("bytes=2999-", 2999, -1)]
    [TestCase("bytes=-10", -10, 10)]
    public async Task Range_IsExactlyItsBytes(string range, int from, int count)
    {
        var start = from < 0 ? length + from : from;
        var end = count < 0 ? length : start + count;

        var response = await edge.GetAsync(path, ("Range", range));

        await response.ExpectAsync(HttpStatusCode.PartialContent);
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(content[start..end]));
        Assert.That(response.Content.Headers.ContentRange!.ToString(), Is.EqualTo($"bytes {start}-{end - 1}/{length}"));
    }

    [Test]
    public async Task RangePastTheEnd_Is416WithTheLength()
    {
        var response = await edge.GetAsync(path, ("Range", $"bytes={length}-"));

        await Task.FromResult(response).ProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable);
        Assert.That(response.Content.Headers.ContentRange!.ToString(), Is.EqualTo($"bytes */{length}"));
    }

    [Test]
    public async Task SeveralRanges_AreAnsweredWhole()
    {
        var response = await edge.GetAsync(path, ("Range", "bytes=0-1,5-6"));

        await response.ExpectAsync(HttpStatusCode.OK);
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(content));
    }

    [Test]
    public async Task KnownTag_IsNotModified()
    {
        var tag = (await edge.GetAsync(path)).Headers.ETag!.ToString();

        var response = await edge.GetAsync(path, ("If-None-Match", tag));

        await response.ExpectAsync(HttpStatusCode.NotModified);
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
        Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo(tag));
    }

    [Test]
    public async Task RangeOfAnotherTag_IsAnsweredWhole() =>
        await (await edge.GetAsync(path, ("Range", "bytes=0-1"), ("If-Range", "\"other\""))).ExpectAsync(HttpStatusCode.OK);

    [Test]
    public async Task Head_HasTheHeadersOnly()
    {
        var response = await edge.SendAsync(HttpMethod.Head, path, ("Range", "bytes=0-1"));

        await response.ExpectAsync(HttpStatusCode.OK);
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(length));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task Preflight_AllowsRange()
    {
        var response = await edge.SendAsync(
            HttpMethod.Options, path, ("Origin", "https://player.example"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "range"));

        await response.ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "*" }));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Headers").Single(), Does.Contain("Range"));
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Methods").Single(), Does.Contain("HEAD"));
    }

    [Test]
    public async Task Post_Is405()
    {
        var response = await edge.SendAsync(HttpMethod.Post, path);

        await Task.FromResult(response).ProblemAsync(HttpStatusCode.MethodNotAllowed);
        Assert.That(response.Content.Headers.Allow, Does.Contain("GET"));
    }

    [Test]
    public async Task BadTokens_AreRefused()
    {
        var token = EdgeHost.Token(asset);
        var changed = (token[10] == 'A' ? 'B' : 'A');
        var cases = new Dictionary<string, string>
        {
            ["none"] = $"/media/{asset:N}/{File}",
            ["empty"] = $"/media//{asset:N}/{File}",
            ["one character changed"] = $"/media/{token[..10]}{changed}{token[11..]}/{asset:N}/{File}",
            ["expired"] = $"/media/{EdgeHost.Token(asset, life: TimeSpan.FromSeconds(-1))}/{asset:N}/{File}",
            ["another asset's"] = $"/media/{EdgeHost.Token(Guid.NewGuid())}/{asset:N}/{File}",
            ["a lower rung's"] = $"/media/{EdgeHost.Token(asset, maxRung: 480)}/{asset:N}/{File}",
        };

        foreach (var (name, bad) in cases)
        {
            var response = await edge.GetAsync(bad);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), name);
            Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "*" }), name);
            await Task.FromResult(response).ProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Test]
    public async Task RungOfTheToken_IsServed() =>
        await (await edge.GetAsync($"/media/{EdgeHost.Token(asset, maxRung: 720)}/{asset}/{File}")).ExpectAsync(HttpStatusCode.OK);

    [TestCase("v720/2.m4s")]
    [TestCase("v720/..%2f..%2fsecret.mp4")]
    [TestCase("a%2fb/%2e%2e%2fsecret.mp4")]
    [TestCase("notes.txt")]
    public async Task UnknownFile_Is404(string file) =>
        await edge.GetAsync(EdgeHost.PathOf(asset, file)).ProblemAsync(HttpStatusCode.NotFound);

    [Test]
    public async Task ManyRequestsOnOneConnection_StayInStep()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, edge.Port);
        var stream = client.GetStream();
        string[] ranges = ["bytes=0-", "bytes=10-19", "bytes=-5", "bytes=0-0", "bytes=9999999-", "bytes=0-2000"];
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Concat(
            ranges.Select(range => $"GET {path} HTTP/1.1\r\nHost: edge\r\nRange: {range}\r\n\r\n").Append($"GET {path} HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n"))));

        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        var answers = Split(all.ToArray());

        Assert.That(answers.Select(answer => answer.Status), Is.EqualTo(new[] { 206, 206, 206, 206, 416, 206, 200 }));
        Assert.That(answers[0].Body, Is.EqualTo(content));
        Assert.That(answers[1].Body, Is.EqualTo(content[10..20]));
        Assert.That(answers[2].Body, Is.EqualTo(content[^5..]));
        Assert.That(answers[5].Body, Is.EqualTo(content[..2001]));
        Assert.That(answers[6].Body, Is.EqualTo(content));
    }

    private static List<(int Status, byte[] Body)> Split(byte[] answers)
    {
        var found = new List<(int, byte[])>();
        while (answers.Length > 0)
        {
            var headersEnd = answers.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
            var head = System.Text.Encoding.ASCII.GetString(answers, 0, headersEnd);
            var bodyLength = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0]);
            found.Add((int.Parse(head.Split(' ')[1]), answers[headersEnd..(headersEnd + bodyLength)]));
            answers = answers[(headersEnd + bodyLength)..];
        }

        return found;
    }
}
