using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Delivery.Cache;
using Netflix.Testing;

namespace Netflix.Delivery.Tests;

/// <summary>What happens between the cache and the origin.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ColdSegmentTests
{
    private const string File = "v720/1.m4s";
    private readonly Guid asset = Guid.CreateVersion7();

    [Test]
    public async Task FiveHundredClientsOfOneColdSegment_ReadTheOriginOnce()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:FetchAhead", "false"));
        var content = await edge.StoreAsync(asset, File, 300_000);
        edge.Store.Gate = new();
        var path = EdgeHost.PathOf(asset, File);

        var clients = Enumerable.Range(0, 500).Select(_ => edge.Http.GetByteArrayAsync(path)).ToArray();
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Counters.Misses), misses => misses == 500);
        edge.Store.Gate.SetResult();
        var bodies = await Task.WhenAll(clients);

        Assert.That(bodies, Has.All.Length.EqualTo(content.Length));
        Assert.That(bodies[499], Is.EqualTo(content));
        Assert.That(edge.Store.Reads, Is.EqualTo(1));
        Assert.That(edge.Counters.OriginFetches, Is.EqualTo(1));
    }

    [Test]
    public async Task FirstClientLeaving_DoesNotEndTheFetchOfTheSecond()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:FetchAhead", "false"));
        await edge.StoreAsync(asset, File, 100_000);
        edge.Store.Gate = new();
        var path = EdgeHost.PathOf(asset, File);
        using var leaving = new CancellationTokenSource();

        var first = edge.Http.GetAsync(path, leaving.Token);
        await edge.Store.ReadStarted.Task;
        var second = edge.Http.GetAsync(path);
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Counters.Misses), misses => misses == 2);
        await leaving.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => first);
        edge.Store.Gate.SetResult();

        await (await second).ExpectAsync(HttpStatusCode.OK);
        Assert.That(edge.Store.Reads, Is.EqualTo(1));
    }

    [Test]
    public async Task OriginDown_Is503ForColdSegments_AndHotOnesAreServed()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:FetchAhead", "false"));
        await edge.StoreAsync(asset, File, 100_000);
        await (await edge.GetAsync(EdgeHost.PathOf(asset, File))).ExpectAsync(HttpStatusCode.OK);
        edge.Store.IsDown = true;

        await (await edge.GetAsync(EdgeHost.PathOf(asset, File))).ExpectAsync(HttpStatusCode.OK);
        var cold = await edge.GetAsync(EdgeHost.PathOf(asset, "v720/2.m4s"));

        await Task.FromResult(cold).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.That(cold.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That((await edge.GetAsync("/health")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task OriginDownFromTheStart_IsNotReady()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:FetchAhead", "false"));
        Assert.That((await edge.GetAsync("/health")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        edge.Store.IsDown = true;

        Assert.That((await edge.GetAsync("/health")).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await edge.GetAsync("/alive")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task SilentOrigin_Is503AfterTheTimeout_AndServesWhenItWakes()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:OriginTimeout", "00:00:00.200"), ("Netflix:Edge:OriginConcurrency", "1"));
        await edge.StoreAsync(asset, File, 100_000);
        edge.Store.Gate = new();

        await edge.GetAsync(EdgeHost.PathOf(asset, File)).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        edge.Store.Gate.SetResult();

        await (await edge.GetAsync(EdgeHost.PathOf(asset, File))).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task FetchesOverTheCap_WaitTheirTurn()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:OriginConcurrency", "1"));
        await edge.StoreAsync(asset, File, 1000);
        await edge.StoreAsync(asset, "v720/2.m4s", 1000);
        edge.Store.Gate = new();

        var first = edge.GetAsync(EdgeHost.PathOf(asset, File));
        var second = edge.GetAsync(EdgeHost.PathOf(asset, "v720/2.m4s"));
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Counters.Misses), misses => misses == 2);
        Assert.That(edge.Store.Reads, Is.EqualTo(1));
        edge.Store.Gate.SetResult();

        await (await first).ExpectAsync(HttpStatusCode.OK);
        await (await second).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task SegmentPublishedAfterA404_IsThereAtOnce()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:FetchAhead", "false"));
        await edge.GetAsync(EdgeHost.PathOf(asset, File)).ProblemAsync(HttpStatusCode.NotFound);

        await edge.StoreAsync(asset, File, 100);

        await (await edge.GetAsync(EdgeHost.PathOf(asset, File))).ExpectAsync(HttpStatusCode.OK);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task MoreThanTheMemoryHolds_IsServedWhole_WithinTheBound(bool resident)
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:MemoryBytes", "1048576"), ("Netflix:Edge:Resident", $"{resident}"));
        var contents = new List<byte[]>();
        for (var i = 1; i <= 10; i++)
        {
            contents.Add(await edge.StoreAsync(asset, $"v720/{i}.m4s", 200_000 + i * 100_000));
        }

        foreach (var i in Enumerable.Range(1, 10).Concat(Enumerable.Range(1, 10)))
        {
            Assert.That(await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, $"v720/{i}.m4s")), Is.EqualTo(contents[i - 1]));
            Assert.That(edge.Services.GetRequiredService<SegmentCache>().Bytes, Is.LessThanOrEqualTo(1 << 20));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ClientsLeavingInTheMiddle_LeaveNothingHeld(bool sendFile)
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:SendFile", $"{sendFile}"));
        var content = await edge.StoreAsync(asset, File, 20_000_000);
        var path = EdgeHost.PathOf(asset, File);

        for (var i = 0; i < 20; i++)
        {
            using var response = await edge.GetAsync(path);
            var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[100_000]);
        }

        await Expect.EventuallyAsync(() => Task.FromResult(edge.Counters.Sending), sending => sending == 0);
        Assert.That(await edge.Http.GetByteArrayAsync(path), Is.EqualTo(content));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task SlowClient_GetsAllBytes_WhileOthersAreServed(bool sendFile)
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:SendFile", $"{sendFile}"));
        var content = await edge.StoreAsync(asset, File, 8_000_000);
        var path = EdgeHost.PathOf(asset, File);

        using var slow = await edge.GetAsync(path);
        var body = await slow.Content.ReadAsStreamAsync();
        var received = new MemoryStream();
        var block = new byte[500_000];
        for (int read; (read = await body.ReadAsync(block)) > 0;)
        {
            received.Write(block, 0, read);
            Assert.That(await edge.Http.GetByteArrayAsync(path), Has.Length.EqualTo(content.Length));
        }

        Assert.That(received.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public async Task OneFaultOfTheOrigin_IsNotTheViewers()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:FetchAhead", "false"));
        var content = await edge.StoreAsync(asset, File, 100_000);
        edge.Store.Faults = 1;

        Assert.That(await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, File)), Is.EqualTo(content));
        Assert.That(edge.Store.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task OriginThatFails_IsNotAskedByEachClient_AndComesBack()
    {
        await using var edge = EdgeHost.Start(("Netflix:Edge:FetchAhead", "false"));
        await edge.StoreAsync(asset, File, 100_000);
        edge.Store.IsDown = true;
        for (var i = 0; i < 50; i++)
        {
            await (await edge.GetAsync(EdgeHost.PathOf(asset, $"v720/{i}.m4s"))).ExpectAsync(HttpStatusCode.ServiceUnavailable);
        }

        Assert.That(edge.Store.Reads, Is.LessThan(20));
        edge.Store.IsDown = false;
        await Expect.EventuallyAsync(async () => (await edge.GetAsync(EdgeHost.PathOf(asset, File))).StatusCode, status => status == HttpStatusCode.OK);
    }

    [Test]
    public async Task NextSegment_IsFetchedWhileTheLastOnePlays_AndTheOneAfterWhenThatIsAskedFor()
    {
        await using var edge = EdgeHost.Start();
        for (var i = 9; i <= 12; i++)
        {
            await edge.StoreAsync(asset, $"v720/{i}.m4s", 100_000);
        }

        await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, "v720/9.m4s"));
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Store.Reads), reads => reads == 2);
        await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, "v720/10.m4s"));
        await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, "v720/10.m4s"));
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Store.Reads), reads => reads == 3);

        Assert.That((edge.Counters.Misses, edge.Counters.Hits), Is.EqualTo((1, 2)));
    }
}
