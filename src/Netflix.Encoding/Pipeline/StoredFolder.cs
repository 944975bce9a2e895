using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>Whole folders to and from the object store.</summary>
internal static class StoredFolder
{
    private const int AtOnce = 8;

    /// <summary>Writes all files under their relative paths; <paramref name="last"/> after all others, for it tells that they are there.</summary>
    internal static async Task WriteFilesAsync(this IObjectStore store, string folder, string prefix, CancellationToken cancel, string? last = null)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(file => file != last).ToList();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, WriteAsync);
        if (last is not null)
        {
            await WriteAsync(last, cancel);
        }

        async ValueTask WriteAsync(string file, CancellationToken stop)
        {
            await using var content = File.OpenRead(Path.Combine(folder, file));
            await store.WriteAsync(prefix + file, content, cancel: stop);
        }
    }

    internal static async Task<string> ReadTextAsync(this IObjectStore store, string key, CancellationToken cancel)
    {
        await using var stored = await store.OpenAsync(key, cancel: cancel) ?? throw new IOException($"{key} is missing from the store.");
        return await new StreamReader(stored).ReadToEndAsync(cancel);
    }

    internal static async Task WriteTextAsync(this IObjectStore store, string key, string text, CancellationToken cancel)
    {
        await using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await store.WriteAsync(key, content, cancel: cancel);
    }

    /// <summary>Reads one object into a file.</summary>
    internal static async Task ReadFileAsync(this IObjectStore store, string key, string path, CancellationToken cancel)
    {
        await using var stored = await store.OpenAsync(key, cancel: cancel) ?? throw new IOException($"{key} is missing from the store.");
        await using var file = File.Create(path);
        await stored.CopyToAsync(file, cancel);
    }
}
