using System.Diagnostics;
using System.Text;

namespace Netflix.Storage.Tests;

/// <summary>What only files have: leftovers, folders, full disks.</summary>
internal sealed class FileObjectStoreTests
{
    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("netflix-files-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void LeftoversOfKilledWriters_GoAtStartAfterADay()
    {
        var parts = Directory.CreateDirectory(Path.Combine(folder, ".tmp")).FullName;
        File.WriteAllText(Path.Combine(parts, "old"), "x");
        File.SetLastWriteTimeUtc(Path.Combine(parts, "old"), DateTime.UtcNow.AddHours(-25));
        File.WriteAllText(Path.Combine(parts, "young"), "x");

        _ = new FileObjectStore(folder);

        Assert.That(Directory.GetFiles(parts).Select(Path.GetFileName), Is.EqualTo(new[] { "young" }));
    }

    [Test]
    public async Task Deleted_LeavesNoFolder()
    {
        var store = new FileObjectStore(folder);
        await WriteAsync(store, "a/b/c/d");
        await WriteAsync(store, "a/e");

        await store.DeleteAsync("a/b/", default);

        Assert.That(Directory.GetDirectories(folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { ".tmp", "a" }));
        Assert.That(Directory.GetDirectories(Path.Combine(folder, "a")), Is.Empty);
    }

    [Test]
    public async Task StoreThatIsGone_IsAnIOException_NotAMissingObject()
    {
        var store = new FileObjectStore(Path.Combine(folder, "store"));
        await WriteAsync(store, "a/b");
        Assert.That(await store.OpenAsync("a/c", 0, null, default), Is.Null);

        Directory.Move(Path.Combine(folder, "store"), Path.Combine(folder, "elsewhere"));

        Assert.CatchAsync<IOException>(() => store.OpenAsync("a/b", 0, null, default));
        Assert.CatchAsync<IOException>(() => store.FindAsync("a/b", default));
    }

    [Test]
    public async Task KeyThatIsAFolder_IsAnIOException()
    {
        var store = new FileObjectStore(folder);
        await WriteAsync(store, "a/b");

        Assert.CatchAsync<IOException>(() => WriteAsync(store, "a"));
        Assert.CatchAsync<IOException>(() => WriteAsync(store, "a", onlyIfAbsent: false));
        Assert.CatchAsync<IOException>(() => WriteAsync(store, "a/b/c"));

        Assert.That(Directory.GetFiles(Path.Combine(folder, ".tmp")), Is.Empty);
    }

    [Test]
    public void FullDisk_IsAnIOExceptionAndLeavesNothing()
    {
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder))
        {
            Assert.Ignore("Only root may mount a small disk.");
        }

        try
        {
            var store = new FileObjectStore(folder);

            Assert.CatchAsync<IOException>(() => store.WriteAsync("a/b", new GeneratedStream(4 << 20), onlyIfAbsent: true, default));

            Assert.That(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), Is.Empty);
            Assert.DoesNotThrowAsync(() => WriteAsync(store, "a/b"));
        }
        finally
        {
            Run("umount", folder);
        }
    }

    private static Task<bool> WriteAsync(FileObjectStore store, string key, bool onlyIfAbsent = true) =>
        store.WriteAsync(key, new MemoryStream(Encoding.ASCII.GetBytes(key)), onlyIfAbsent, default);

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
