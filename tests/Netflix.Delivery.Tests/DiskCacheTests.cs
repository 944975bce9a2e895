using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Delivery.Cache;
using Netflix.Testing;

namespace Netflix.Delivery.Tests;

/// <summary>What an edge keeps on its disk.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DiskCacheTests : IDisposable
{
    private const string Large = "v720/1.m4s";
    private const string Small = "v720.m3u8";
    private readonly Guid asset = Guid.CreateVersion7();
    private readonly string disk = Directory.CreateTempSubdirectory("netflix-disk-").FullName;

    public void Dispose() => Directory.Delete(disk, recursive: true);

    [TestCase(Large, 300_000)]
    [TestCase(Small, 900)]
    [TestCase(Small, 0)]
    public async Task EdgeStartedAnew_ServesWhatItHadWithoutTheOrigin(string file, int length)
    {
        var content = await FillAsync(file, length);
        await File.WriteAllTextAsync(Path.Combine(disk, $"{asset:N}", "v720~2.m4s.tmp"), "a write that was killed");
        await File.WriteAllTextAsync(Path.Combine(disk, "notes.txt"), "an operator's");

        await using var edge = Start();
        edge.Store.IsDown = true;
        var answer = await (await edge.GetAsync(EdgeHost.PathOf(asset, file))).ExpectAsync(HttpStatusCode.OK);

        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(content));
        Assert.That((edge.Counters.DiskHits, edge.Counters.OriginFetches), Is.EqualTo((1, 0)));
        Assert.That(Files(), Is.EquivalentTo(new[] { $"{asset:N}/{file.Replace('/', '~')}", "notes.txt" }));
    }

    [TestCase("a byte flipped")]
    [TestCase("cut short")]
    [TestCase("empty")]
    [TestCase("longer")]
    [TestCase("gone")]
    public async Task DamagedFile_IsFetchedAgain(string damage)
    {
        await FillAsync(Large, 300_000);
        var path = Path.Combine(disk, $"{asset:N}", "v720~1.m4s");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[1000] ^= 1;
        await using var edge = Start(); // has indexed it
        await File.WriteAllBytesAsync(path, damage switch { "a byte flipped" => bytes, "cut short" => bytes[..200_000], "longer" => [.. bytes, 0], _ => [] });
        if (damage == "gone")
        {
            File.Delete(path);
        }

        var content = await edge.StoreAsync(asset, Large, 300_000);
        var answer = await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, Large));

        Assert.That(answer, Is.EqualTo(content));
        Assert.That((edge.Counters.DiskHits, edge.Counters.OriginFetches), Is.EqualTo((0, 1)));
        await Expect.EventuallyAsync(() => Task.FromResult(File.Exists(path) ? new FileInfo(path).Length : 0), length => length == content.Length + 34);
    }

    [Test]
    public async Task FullDisk_KeepsItsBytesWithinTheBound()
    {
        await using var edge = Start(("Netflix:Edge:DiskBytes", "1000000"));
        for (var i = 1; i <= 12; i++)
        {
            await edge.StoreAsync(asset, $"v720/{i}.m4s", 200_000);
            await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, $"v720/{i}.m4s"));
            await Expect.EventuallyAsync(() => Task.FromResult(Files().Any(file => file.EndsWith($"~{i}.m4s", StringComparison.Ordinal))), there => there);
        }

        var cache = edge.Services.GetRequiredService<DiskCache>();
        await Expect.EventuallyAsync(() => Task.FromResult((cache.Bytes, Files().Count)), held => held == (4 * 200_034, 4)); // a file is there a moment before it is counted
    }

    [Test]
    public async Task DiskThatTakesNothing_DoesNotStopViewers()
    {
        await File.WriteAllTextAsync(Path.Combine(disk, $"{asset:N}"), "a file where the folder should be");
        await using var edge = Start();
        var content = await edge.StoreAsync(asset, Large, 300_000);

        Assert.That(await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, Large)), Is.EqualTo(content));
        Assert.That(await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, Large)), Is.EqualTo(content));
    }

    [Test]
    public async Task PurgedAsset_LeavesTheDisk()
    {
        await FillAsync(Large, 300_000);
        await using var edge = Start();

        edge.Services.GetRequiredService<SegmentCache>().Forget(asset);

        Assert.That(Files(), Is.Empty);
    }

    private EdgeHost Start(params (string, string)[] settings) => EdgeHost.Start([("Netflix:Edge:DiskDirectory", disk), ("Netflix:Edge:FetchAhead", "false"), .. settings]);

    /// <summary>Has an edge fetch a file, and stops it when it lies on the disk.</summary>
    private async Task<byte[]> FillAsync(string file, int length)
    {
        await using var edge = Start();
        var content = await edge.StoreAsync(asset, file, length);
        await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, file));
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Services.GetRequiredService<DiskCache>().Count), count => count == 1);
        return content;
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(disk, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(disk, file))];
}
