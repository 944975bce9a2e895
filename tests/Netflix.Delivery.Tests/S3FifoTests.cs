using Netflix.Bench.Edge;
using Netflix.Delivery.Cache;

namespace Netflix.Delivery.Tests;

[Parallelizable(ParallelScope.All)]
internal sealed class S3FifoTests
{
    private const int Objects = 10_000;
    private const int Capacity = Objects / 10;

    [Test]
    public void ZipfTraceWithAScan_HitsFivePointsMoreThanLru()
    {
        var trace = CacheTraces.ZipfWithScan(Objects, requests: 200_000, skew: 0.9, scan: Objects, seed: 1);

        var ours = CacheTraces.S3FifoHitRatio(trace, Capacity);
        var lru = CacheTraces.LruHitRatio(trace, Capacity);
        var optimum = CacheTraces.BeladyHitRatio(trace, Capacity);

        TestContext.Out.WriteLine($"S3-FIFO {ours:P1}, LRU {lru:P1}, Belady {optimum:P1}");
        Assert.That(ours, Is.GreaterThan(lru + 0.05));
        Assert.That(ours, Is.LessThanOrEqualTo(optimum));
    }

    [Test]
    public void WhatWasAskedForOften_SurvivesAScan()
    {
        var cache = new S3Fifo<string>(100);
        for (var i = 0; i < 50; i++)
        {
            cache.Add($"hot{i}", "", 1);
        }

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.That(cache.TryGet($"hot{i}", out _), Is.True);
            }
        }

        for (var i = 0; i < 1000; i++)
        {
            cache.Add($"scan{i}", "", 1);
        }

        Assert.That(Enumerable.Range(0, 50).Count(i => cache.TryGet($"hot{i}", out _)), Is.EqualTo(50));
    }

    [Test]
    public void WhatReturnsSoonAfterItLeft_IsKeptThenOn()
    {
        var cache = new S3Fifo<string>(100);
        Fill(cache, "first", 150);
        Assert.That(cache.TryGet("first100", out _), Is.True);
        Assert.That(cache.TryGet("first40", out _), Is.False);

        cache.Add("first40", "", 1);
        Fill(cache, "second", 99);

        Assert.That(cache.TryGet("first40", out _), Is.True);
    }

    [Test]
    public void BytesHeld_NeverPassTheCapacity_AndAllThatLeavesIsSaid()
    {
        var random = new Random(5);
        var held = new HashSet<string>();
        var cache = new S3Fifo<string>(1000, value => Assert.That(held.Remove(value), Is.True));
        for (var i = 0; i < 20_000; i++)
        {
            var key = $"{(int)(400 * Math.Pow(random.NextDouble(), 3))}";
            var size = 1 + int.Parse(key) % 90;
            if (!cache.TryGet(key, out _) && cache.Add(key, key, size))
            {
                held.Add(key);
            }

            Assert.That(cache.Bytes, Is.LessThanOrEqualTo(1000));
            Assert.That(cache.Count, Is.EqualTo(held.Count));
        }

        Assert.That(cache.Bytes, Is.EqualTo(held.Sum(key => 1 + int.Parse(key) % 90)));
    }

    [Test]
    public void ValueLargerThanTheCache_IsNotKeptAndEvictsNothing()
    {
        var cache = new S3Fifo<string>(100);
        cache.Add("small", "", 10);

        Assert.That(cache.Add("large", "", 101), Is.False);
        Assert.That(cache.TryGet("small", out _), Is.True);
    }

    [Test]
    public void RemovedPrefix_LeavesTheOthers()
    {
        var cache = new S3Fifo<string>(100);
        Fill(cache, "a/", 5);
        Fill(cache, "b/", 5);

        Assert.That(cache.RemovePrefix("a/"), Is.EqualTo(5));
        Assert.That(cache.TryGet("a/1", out _), Is.False);
        Assert.That(cache.TryGet("b/1", out _), Is.True);
        Assert.That(cache.Bytes, Is.EqualTo(5));
    }

    private static void Fill(S3Fifo<string> cache, string prefix, int count)
    {
        for (var i = 0; i < count; i++)
        {
            cache.Add($"{prefix}{i}", "", 1);
        }
    }
}
