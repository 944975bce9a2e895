using Microsoft.Extensions.Options;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// This process's local files. The lock file tells the living from the dead: the system lets go of it at any end of the
/// process, so whoever can lock a folder may remove it.
/// </summary>
internal sealed class WorkFolders : IDisposable
{
    private const string LockFile = "owner.lock";

    private readonly FileStream owner;

    public WorkFolders(IOptions<EncodingOptions> options)
    {
        var parent = Path.GetFullPath(options.Value.WorkDirectory);
        Directory.CreateDirectory(parent);
        RemoveLeftovers(parent);
        Root = Path.Combine(parent, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Root);
        owner = new FileStream(Path.Combine(Root, LockFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    public string Root { get; }

    /// <summary>Of all files that lie there now.</summary>
    internal long UsedBytes() => Bytes(Root);

    /// <summary>A new empty folder, removed with all that is in it when disposed.</summary>
    internal WorkFolder New() => new(Path.Combine(Root, Guid.NewGuid().ToString("N")));

    public void Dispose()
    {
        owner.Dispose();
        Remove(Root);
    }

    private static void RemoveLeftovers(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent))
        {
            try
            {
                using (new FileStream(Path.Combine(folder, LockFile), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    // Its owner is dead.
                }

                Remove(folder);
            }
            catch (IOException)
            {
                // Alive, or not an encoder's folder.
            }
        }
    }

    private static long Bytes(string folder)
    {
        long sum = 0;
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                // Files come and go meanwhile: asked whether it exists, an entry remembers its length too.
                sum += entry is not FileInfo file ? Bytes(entry.FullName) : file.Exists ? file.Length : 0;
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A task has ended meanwhile.
        }

        return sum;
    }

    internal static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }
}

internal sealed class WorkFolder : IDisposable
{
    internal WorkFolder(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => WorkFolders.Remove(Path);
}
