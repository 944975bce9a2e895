using System.Runtime.InteropServices;

namespace Netflix.Storage;

/// <summary>
/// What .NET's file calls lack for durable, exclusive names. <c>File.Move(overwrite: false)</c> looks, then renames: of 20
/// writers several win. link(2) is atomic. And a new name outlives a power cut only when its folder is synced too.
/// </summary>
internal static class DurableFiles
{
    private const int NoSuchFolder = 2; // ENOENT and EEXIST, the same on Linux and macOS
    private const int AlreadyExists = 17;

    /// <summary>Gives the file the name <paramref name="path"/> unless it is taken; on Unix it keeps its old name as well.</summary>
    internal static bool TryClaim(string file, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(file, path, overwrite: false); // MoveFileEx is atomic
                return true;
            }
            catch (IOException) when (File.Exists(path))
            {
                return false;
            }
        }

        if (Link(file, path) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            AlreadyExists when !Directory.Exists(path) => false,
            NoSuchFolder => throw new DirectoryNotFoundException($"The folder of '{path}' is gone."),
            _ => throw new IOException($"'{path}' cannot be written: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    /// <summary>Makes the folder and what is missing above it, each new name synced.</summary>
    internal static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder)!;
        CreateFolder(parent);
        Directory.CreateDirectory(folder);
        SyncFolder(parent);
    }

    internal static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals names
        }

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            return; // deleted meanwhile, and its names with it
        }

        var failed = FSync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException($"'{folder}' cannot be synced: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
