using System.Runtime.CompilerServices;

namespace Netflix.Storage;

/// <summary>
/// Objects as files under one folder. A write goes to <c>.tmp</c> beside them, is flushed to the disk, then named, so
/// that neither a kill nor a power cut leaves a half object under its key.
/// </summary>
internal sealed class FileObjectStore : IObjectStore
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly string root;
    private readonly string temporary;

    internal FileObjectStore(string root)
    {
        this.root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        temporary = Path.Combine(this.root, ".tmp");
        Directory.CreateDirectory(temporary);
        foreach (var part in new DirectoryInfo(temporary).EnumerateFiles().Where(part => part.LastWriteTimeUtc < DateTime.UtcNow - Abandoned))
        {
            part.Delete(); // left by a killed writer; a living one writes at least daily
        }
    }

    public async Task<bool> WriteAsync(string key, Stream content, bool onlyIfAbsent, CancellationToken cancel)
    {
        var path = PathOf(key);
        if (onlyIfAbsent && File.Exists(path))
        {
            return false;
        }

        var part = Path.Combine(temporary, Guid.NewGuid().ToString("N"));
        try
        {
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, cancel);
                file.Flush(flushToDisk: true);
            }

            return Name(part, path, onlyIfAbsent);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception); // not ours to write, or a folder has that name
        }
        finally
        {
            File.Delete(part);
        }
    }

    public Task<StoredObject?> FindAsync(string key, CancellationToken cancel) =>
        Task.FromResult(Describe(new FileInfo(PathOf(key))) ?? Missing<StoredObject>());

    public Task<Stream?> OpenAsync(string key, long offset, long? length, CancellationToken cancel)
    {
        ObjectKey.CheckRange(offset, length);
        var path = PathOf(key);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
            file.Position = offset;
            return Task.FromResult<Stream?>(length is { } limit ? new ObjectStream(file, limit) : file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult(Missing<Stream>());
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            return Task.FromResult<Stream?>(null); // a folder is no object
        }
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in Files(prefix))
        {
            cancel.ThrowIfCancellationRequested();
            if (Describe(file) is { } found) // else deleted since the folder was read
            {
                yield return found;
            }
        }

        await Task.CompletedTask;
    }

    public Task<int> DeleteAsync(string prefix, CancellationToken cancel)
    {
        var count = 0;
        foreach (var file in Files(prefix))
        {
            cancel.ThrowIfCancellationRequested();
            count += file.Exists ? 1 : 0;
            File.Delete(file.FullName);
            RemoveEmptyFolders(file.DirectoryName!);
        }

        return Task.FromResult(count);
    }

    /// <summary>Null: there is no such object. Not when there is no store: its disk is not mounted, or its folder was moved away.</summary>
    private T? Missing<T>() where T : class =>
        Directory.Exists(temporary) ? null : throw new IOException($"The store's folder {root} is gone.");

    private static bool Name(string part, string path, bool onlyIfAbsent)
    {
        var folder = Path.GetDirectoryName(path)!;
        for (var tries = 1; ; tries++)
        {
            try
            {
                DurableFiles.CreateFolder(folder);
                if (!onlyIfAbsent)
                {
                    File.Move(part, path, overwrite: true);
                }
                else if (!DurableFiles.TryClaim(part, path))
                {
                    return false;
                }

                DurableFiles.SyncFolder(folder);
                return true;
            }
            catch (IOException gone) when (gone is DirectoryNotFoundException or FileNotFoundException && File.Exists(part) && tries < 100)
            {
                // A delete in the same folder removed it, emptied, between the two calls. File.Move names the part as
                // missing when yet another write has made the folder again before it looked for the cause.
            }
        }
    }

    private IEnumerable<FileInfo> Files(string prefix)
    {
        if (ObjectKey.IsFolder(prefix))
        {
            return Walk(new DirectoryInfo(Path.Combine(root, prefix)));
        }

        var file = new FileInfo(PathOf(prefix));
        return file.Exists ? [file] : [];
    }

    /// <summary>Files below, in the order of their keys, holding one folder's names at a time; <c>.tmp</c> is in no key's folder.</summary>
    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (DirectoryNotFoundException)
        {
            yield break;
        }

        // 'a-b' stands before 'a/b', so a folder sorts by its name with the slash.
        foreach (var entry in entries.OrderBy(entry => entry is DirectoryInfo ? entry.Name + '/' : entry.Name, StringComparer.Ordinal))
        {
            if (entry is FileInfo file)
            {
                yield return file;
                continue;
            }

            foreach (var below in Walk((DirectoryInfo)entry))
            {
                yield return below;
            }
        }
    }

    private void RemoveEmptyFolders(string folder)
    {
        try
        {
            for (; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder); // throws while something is in it
            }
        }
        catch (IOException)
        {
            // Not empty, or another delete was faster.
        }
    }

    private string PathOf(string key) => Path.Combine(root, ObjectKey.Check(key));

    private StoredObject? Describe(FileInfo file)
    {
        try
        {
            return file.Exists
                ? new(Path.GetRelativePath(root, file.FullName).Replace('\\', '/'), file.Length, file.LastWriteTimeUtc)
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
