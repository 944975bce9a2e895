using System.Text;

namespace Netflix.Storage.Tests;

/// <summary>What <see cref="IObjectStore"/> promises, on each store. Every test writes under a folder of its own.</summary>
[TestFixtureSource(typeof(Stores), nameof(Stores.Kinds))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed class ObjectStoreContractTests(string kind)
{
    private const int MiB = 1 << 20;
    private readonly IObjectStore store = Stores.Open(kind);
    private readonly string at = $"t/{Guid.NewGuid():N}/";

    [Test]
    public async Task Written_IsFoundAndReadWhole()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);

        Assert.That(await WriteAsync("a.bin", "hello"), Is.True);

        var found = await store.FindAsync(at + "a.bin");
        Assert.That((found?.Key, found?.Length), Is.EqualTo((at + "a.bin", 5L)));
        Assert.That(found!.ModifiedAt, Is.GreaterThan(before).And.LessThan(DateTimeOffset.UtcNow.AddSeconds(2)));
        Assert.That(await ReadAsync("a.bin"), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Nothing_IsNull()
    {
        await WriteAsync("folder/a", "x");

        foreach (var name in new[] { "none", "folder", "folder/a/below", "other/a" })
        {
            Assert.That(await store.FindAsync(at + name), Is.Null, name);
            Assert.That(await store.OpenAsync(at + name), Is.Null, name);
            Assert.That(await store.OpenAsync(at + name, 3, 0), Is.Null, name);
            Assert.That(await store.DeleteAsync(at + name), Is.Zero, name);
        }
    }

    [Test]
    public async Task Empty_IsAnObject()
    {
        await WriteAsync("empty", "");

        Assert.That((await store.FindAsync(at + "empty"))?.Length, Is.Zero);
        Assert.That(await ReadAsync("empty"), Is.Empty);
        Assert.That(await ReadAsync("empty", 0, 10), Is.Empty);
    }

    [Test]
    public async Task Overwritten_IsTheNewOne()
    {
        await WriteAsync("a", "a longer first one");

        Assert.That(await WriteAsync("a", "second"), Is.True);

        Assert.That(await ReadAsync("a"), Is.EqualTo("second"));
    }

    [TestCase(0, null, "0123456789")]
    [TestCase(0, 10, "0123456789")]
    [TestCase(0, 4, "0123")]
    [TestCase(3, null, "3456789")]
    [TestCase(3, 4, "3456")]
    [TestCase(9, 1, "9")]
    [TestCase(7, 100, "789")]
    [TestCase(3, 0, "")]
    [TestCase(10, null, "")]
    [TestCase(10, 1, "")]
    [TestCase(5_000_000_000, 7, "")]
    public async Task Range_IsThoseBytes(long offset, long? length, string expected)
    {
        await WriteAsync("digits", "0123456789");

        Assert.That(await ReadAsync("digits", offset, length), Is.EqualTo(expected));
    }

    [TestCase(-1, null)]
    [TestCase(0, -1)]
    public void NegativeRange_Throws(long offset, long? length) =>
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.OpenAsync(at + "x", offset, length));

    [TestCase(null)]
    [TestCase(12 * MiB)]
    public async Task FailingSource_LeavesNothing(int? first)
    {
        if (first is not null)
        {
            await store.WriteAsync(at + "a", new GeneratedStream(first.Value));
        }

        Assert.ThrowsAsync<InvalidDataException>(() => store.WriteAsync(at + "a", new GeneratedStream(40 * MiB, failAt: 20 * MiB)));

        Assert.That((await store.FindAsync(at + "a"))?.Length, Is.EqualTo(first));
        Assert.That(await KeysAsync(""), Has.Count.EqualTo(first is null ? 0 : 1));
    }

    [Test]
    public async Task CancelledWrite_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => store.WriteAsync(at + "a", new GeneratedStream(MiB), cancel: cancel.Token));

        Assert.That(await store.FindAsync(at + "a"), Is.Null);
    }

    [Test]
    [NonParallelizable]
    public async Task LargeObject_PassesInBoundedMemory()
    {
        const long length = (96L * MiB) + 12_345;
        await store.WriteAsync(at + "warm", new GeneratedStream(9 * MiB));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await store.WriteAsync(at + "large", new GeneratedStream(length));

        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(length / 3), "bytes allocated by the write");
        await using var content = (await store.OpenAsync(at + "large"))!;
        var buffer = new byte[MiB];
        long position = 0;
        for (int read; (read = await content.ReadAsync(buffer)) > 0; position += read)
        {
            for (var i = 0; i < read; i += 997)
            {
                Assert.That(buffer[i], Is.EqualTo(GeneratedStream.At(position + i)));
            }
        }

        Assert.That(position, Is.EqualTo(length));
    }

    [Test]
    public async Task OnlyIfAbsent_KeepsTheFirst()
    {
        Assert.That(await WriteAsync("a", "first", onlyIfAbsent: true), Is.True);

        Assert.That(await WriteAsync("a", "second", onlyIfAbsent: true), Is.False);

        Assert.That(await ReadAsync("a"), Is.EqualTo("first"));
    }

    [Test]
    [Repeat(5)]
    public async Task OnlyIfAbsent_TwentyAtOnce_OneWins()
    {
        var key = $"race-{Guid.NewGuid():N}";
        using var start = new SemaphoreSlim(0);

        var writers = Enumerable.Range(0, 20).Select(async i =>
        {
            await start.WaitAsync();
            return await Task.Run(() => WriteAsync(key, $"writer {i}", onlyIfAbsent: true));
        }).ToList();
        start.Release(20);
        var won = await Task.WhenAll(writers);

        Assert.That(won.Count(one => one), Is.EqualTo(1));
        Assert.That(await ReadAsync(key), Is.EqualTo($"writer {Array.IndexOf(won, true)}"));
    }

    [Test]
    public async Task Overwriting_TwentyAtOnce_LeavesOneWhole()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => WriteAsync("a", new string((char)('a' + i), 5000)))));

        var text = await ReadAsync("a");
        Assert.That(text, Has.Length.EqualTo(5000));
        Assert.That(text.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task List_IsTheFolderInKeyOrder()
    {
        string[] names = ["v/10.m4s", "v/9.m4s", "v.m3u8", "v-2/a", "v/a/b/c", "v_x", "v/1.m4s", "va"];
        foreach (var name in names)
        {
            await WriteAsync(name, name);
        }

        Assert.That(await KeysAsync(""), Is.EqualTo(names.Order(StringComparer.Ordinal)));
        Assert.That(await KeysAsync("v/"), Is.EqualTo(names.Where(name => name.StartsWith("v/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        Assert.That(await KeysAsync("va"), Is.EqualTo(new[] { "va" }));
        Assert.That(await KeysAsync("v"), Is.Empty);
        Assert.That(await KeysAsync("none/"), Is.Empty);
    }

    [Test]
    public async Task Delete_TakesTheFolder()
    {
        foreach (var name in new[] { "x/1", "x/y/2", "xy/3", "x.txt" })
        {
            await WriteAsync(name, name);
        }

        Assert.That(await store.DeleteAsync(at + "x/"), Is.EqualTo(2));

        Assert.That(await KeysAsync(""), Is.EqualTo(new[] { "x.txt", "xy/3" }));
        Assert.That(await store.DeleteAsync(at + "x/"), Is.Zero);
    }

    [Test]
    public async Task Delete_OfOneKey_LeavesItsNeighbours()
    {
        foreach (var name in new[] { "a/b", "a/bc", "a/b-1" })
        {
            await WriteAsync(name, name);
        }

        Assert.That(await store.DeleteAsync(at + "a/b"), Is.EqualTo(1));

        Assert.That(await KeysAsync(""), Is.EqualTo(new[] { "a/b-1", "a/bc" }));
    }

    [TestCase("")]
    [TestCase("/")]
    [TestCase("../secret")]
    [TestCase("a/../../secret")]
    [TestCase("a/./b")]
    [TestCase("/etc/passwd")]
    [TestCase("a//b")]
    [TestCase("a\\b")]
    [TestCase("Upper")]
    [TestCase("a b")]
    [TestCase("a%2fb")]
    [TestCase("å")]
    [TestCase("a\0b")]
    [TestCase(".tmp/x")]
    [TestCase("a./b")]
    [TestCase("x*600")]
    [TestCase("x*201")]
    public void BadKey_IsRefused(string key)
    {
        if (key.Split('*') is [var letter, var count])
        {
            key = new string(letter[0], int.Parse(count));
        }

        Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(key, Stream.Null));
        Assert.ThrowsAsync<ArgumentException>(() => store.FindAsync(key));
        Assert.ThrowsAsync<ArgumentException>(() => store.OpenAsync(key));
        Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(key));
        Assert.ThrowsAsync<ArgumentException>(async () => await store.ListAsync(key).GetAsyncEnumerator().MoveNextAsync());
    }

    [Test]
    public async Task ReaderOfADeletedObject_GetsItsBytesOrAnIOException()
    {
        const int length = 20 * MiB;
        await store.WriteAsync(at + "a", new GeneratedStream(length));
        await using var content = (await store.OpenAsync(at + "a"))!;
        var buffer = new byte[100_000];
        await content.ReadExactlyAsync(buffer);

        Assert.That(await store.DeleteAsync(at + "a"), Is.EqualTo(1));

        Assert.That(await store.OpenAsync(at + "a"), Is.Null);
        long position = buffer.Length;
        try
        {
            for (int read; (read = await content.ReadAsync(buffer)) > 0; position += read)
            {
                Assert.That(buffer[read - 1], Is.EqualTo(GeneratedStream.At(position + read - 1)));
            }

            Assert.That(position, Is.EqualTo(length));
        }
        catch (IOException)
        {
            // The store cut the reader off, which the contract allows.
        }
    }

    [Test]
    public async Task DeletingAndWritingAtOnce_LosesNoAcknowledgedWrite()
    {
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await WriteAsync($"shared/deep/{writer}-{i}", "x");
                Assert.That(await store.DeleteAsync($"{at}shared/deep/{writer}-{i}"), Is.EqualTo(1));
            }

            await WriteAsync($"shared/deep/{writer}-last", "kept");
        }));

        await Task.WhenAll(writers);

        Assert.That(await KeysAsync(""), Is.EqualTo(Enumerable.Range(0, 8).Select(writer => $"shared/deep/{writer}-last")));
    }

    private async Task<bool> WriteAsync(string name, string text, bool onlyIfAbsent = false) =>
        await store.WriteAsync(at + name, new MemoryStream(Encoding.UTF8.GetBytes(text)), onlyIfAbsent);

    private async Task<string> ReadAsync(string name, long offset = 0, long? length = null)
    {
        await using var content = await store.OpenAsync(at + name, offset, length);
        return await new StreamReader(content!).ReadToEndAsync();
    }

    private async Task<List<string>> KeysAsync(string folder)
    {
        var keys = new List<string>();
        await foreach (var found in store.ListAsync(at + folder))
        {
            keys.Add(found.Key[at.Length..]);
        }

        return keys;
    }
}
