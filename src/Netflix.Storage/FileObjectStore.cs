using System.Runtime.CompilerServices;

namespace Netflix.Storage;

/// <summary>
/// Objects as files under one folder. A write goes to <c>.tmp</c> beside them, is flushed to the disk, then renamed, so
/// that neither a kill nor a power cut leaves a half object under its key.
/// </summary>
internal sealed class FileObjectStore : IObjectStore
{
    private readonly string root;
    private readonly string temporary;

    internal FileObjectStore(string root)
    {
        this.root = Path.GetFullPath(root);
        temporary = Path.Combine(this.root, ".tmp");
        Directory.CreateDirectory(temporary);
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

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                File.Move(part, path, overwrite: !onlyIfAbsent);
            }
            catch (DirectoryNotFoundException)
            {
                // A delete removed the emptied folder between the two calls.
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(part, path, overwrite: !onlyIfAbsent);
            }

            return true;
        }
        catch (IOException) when (onlyIfAbsent && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(part);
        }
    }

    public Task<StoredObject?> FindAsync(string key, CancellationToken cancel)
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? Describe(file) : null);
    }

    public Task<Stream?> OpenAsync(string key, long offset, long? length, CancellationToken cancel)
    {
        try
        {
            var file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
            if (offset == 0 && length is null)
            {
                return Task.FromResult<Stream?>(file);
            }

            file.Position = offset;
            return Task.FromResult<Stream?>(length is { } limit ? new BoundedStream(file, limit) : file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (var file in Files(prefix).OrderBy(KeyOf, StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            yield return Describe(file);
        }
    }

    public Task<int> DeleteAsync(string prefix, CancellationToken cancel)
    {
        var count = 0;
        foreach (var file in Files(prefix))
        {
            cancel.ThrowIfCancellationRequested();
            file.Delete();
            RemoveEmptyFolders(file.DirectoryName!);
            count++;
        }

        return Task.FromResult(count);
    }

    private List<FileInfo> Files(string prefix)
    {
        ObjectKey.CheckPrefix(prefix);
        var folder = new DirectoryInfo(Path.Combine(root, prefix[..(prefix.LastIndexOf('/') + 1)]));
        if (!folder.Exists)
        {
            return [];
        }

        return [.. folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => KeyOf(file).StartsWith(prefix, StringComparison.Ordinal) && !file.FullName.StartsWith(temporary, StringComparison.Ordinal))];
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

    private string KeyOf(FileInfo file) => Path.GetRelativePath(root, file.FullName).Replace('\\', '/');

    private StoredObject Describe(FileInfo file) => new(KeyOf(file), file.Length, file.LastWriteTimeUtc);
}
