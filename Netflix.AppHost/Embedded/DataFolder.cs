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
        var (lockFile, ownerFile) = (System.IO.Path.Combine(path, "lock"), System.IO.Path.Combine(path, "owner"));
        try
        {
            Directory.CreateDirectory(path);
            // The system's lock, not the file's presence: it is gone with the process, however that ends.
            var guard = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                RequireSpace(path);
                File.WriteAllText(ownerFile, $"{owner}, process {Environment.ProcessId}"); // beside, for nobody else can open what is locked
                return new DataFolder(path, guard);
            }
            catch
            {
                guard.Dispose();
                throw;
            }
        }
        catch (IOException) when (IsHeld(lockFile))
        {
            throw new StartupException($"The data folder {path} is in use by {File.ReadAllText(ownerFile)}. Stop that first, or give another folder with --data (and another --port).");
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

    private static bool IsHeld(string lockFile)
    {
        try
        {
            using var free = new FileStream(lockFile, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.GetType() == typeof(IOException); // missing and forbidden are other types
        }
    }
}
