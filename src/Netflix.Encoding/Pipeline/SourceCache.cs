using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Encoding.Media;
using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Sources as local files, for ffmpeg reads nothing else. All chunks of a film that this encoder takes share one copy,
/// which stays until the encoder has nothing more to do or takes on another film.
/// </summary>
internal sealed class SourceCache(IServiceScopeFactory scopes, IObjectStore store, WorkFolders folders)
{
    private readonly Dictionary<Guid, Entry> entries = [];

    /// <summary>The film's file, which stays until the result is disposed.</summary>
    internal async Task<SourceFile> RentAsync(EncodeJob job, CancellationToken cancel)
    {
        Entry entry;
        lock (entries)
        {
            if (!entries.TryGetValue(job.UploadId, out entry!))
            {
                // No extension: ffprobe would take a text file named .mp4 for a broken film.
                entry = entries[job.UploadId] = new Entry(Path.Combine(folders.Root, $"source-{job.UploadId:N}"));
            }

            entry.Renters++;
        }

        var file = new SourceFile(entry.Path, () => Return(entry));
        try
        {
            await entry.Fetching.WaitAsync(cancel);
            try
            {
                if (!entry.Fetched)
                {
                    await FetchAsync(job.UploadId, entry.Path, cancel);
                    entry.Fetched = true;
                }
            }
            finally
            {
                entry.Fetching.Release();
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the copies nobody uses, but that of <paramref name="except"/>.</summary>
    internal void DropUnused(Guid? except)
    {
        lock (entries)
        {
            foreach (var (uploadId, entry) in entries.Where(pair => pair.Value.Renters == 0 && pair.Key != except).ToList())
            {
                entries.Remove(uploadId);
                File.Delete(entry.Path);
                entry.Fetching.Dispose();
            }
        }
    }

    private void Return(Entry entry)
    {
        lock (entries)
        {
            entry.Renters--;
        }
    }

    private async Task FetchAsync(Guid uploadId, string path, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EncodingDbContext>();
        var parts = await db.Parts.AsNoTracking().Where(part => part.UploadId == uploadId).OrderBy(part => part.Position).ToListAsync(cancel);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        foreach (var part in parts)
        {
            await using var stored = await store.OpenAsync(part.Key, cancel: cancel)
                ?? throw new MediaToolException("A part of the source is missing from the store.");
            using var hash = SHA256.Create();
            await using (var hashing = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
            {
                await stored.CopyToAsync(hashing, cancel);
            }

            if (!hash.Hash.AsSpan().SequenceEqual(part.Sha256))
            {
                throw new MediaToolException("A part of the source in the store is not what was uploaded: its checksum differs.");
            }
        }
    }

    private sealed class Entry(string path)
    {
        public string Path { get; } = path;
        public SemaphoreSlim Fetching { get; } = new(1, 1);
        public int Renters { get; set; }
        public bool Fetched { get; set; }
    }
}

internal sealed class SourceFile(string path, Action release) : IDisposable
{
    private Action? release = release;

    public string Path { get; } = path;

    public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
}
