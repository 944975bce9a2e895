using System.Text;

namespace Netflix.AppHost.Embedded;

/// <summary>All that one installation keeps; one orchestrator at a time holds it.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>PostgreSQL's first write-ahead log and a minute of film need about this.</summary>
    private const long NeededBytes = 256 * 1024 * 1024;

    private readonly FileStream guard;

    private DataFolder(string path, FileStream guard)
    {
        Path = path;
        this.guard = guard;
    }

    internal string Path { get; }

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    /// <param name="owner">Told to whoever tries to open it meanwhile.</param>
    internal static DataFolder Open(string path, string owner)
    {
        path = System.IO.Path.GetFullPath(path);
        var lockFile = System.IO.Path.Combine(path, "lock");
        try
        {
            Directory.CreateDirectory(path);
            // The system's lock, not the file's presence: it is gone with the process, however that ends.
            var guard = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                RequireSpace(path);
                guard.SetLength(0);
                guard.Write(Encoding.UTF8.GetBytes($"{owner}, process {Environment.ProcessId}"));
                guard.Flush(flushToDisk: true);
                return new DataFolder(path, guard);
            }
            catch
            {
                guard.Dispose();
                throw;
            }
        }
        catch (IOException) when (Owner(lockFile) is { } other)
        {
            throw new StartupException($"The data folder {path} is in use by {other}. Stop that first, or give another folder with --data (and another --port).");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder {path} cannot be written: {exception.Message}", exception);
        }
    }

    public void Dispose() => guard.Dispose();

    private static void RequireSpace(string path)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < NeededBytes)
        {
            throw new StartupException($"The disk of the data folder {path} is full: {free >> 20} MB are free, {NeededBytes >> 20} MB are needed.");
        }
    }

    /// <summary>Null when nobody holds the lock.</summary>
    private static string? Owner(string lockFile)
    {
        try
        {
            using var held = new FileStream(lockFile, FileMode.Open, FileAccess.Read, FileShare.None);
            return null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            using var text = new StreamReader(new FileStream(lockFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return text.ReadToEnd();
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
