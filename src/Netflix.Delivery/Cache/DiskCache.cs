using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Delivery.Serving;

namespace Netflix.Delivery.Cache;

/// <summary>
/// Segments on this machine's disk, between memory and the origin: what memory has no room for is not fetched again, also
/// after a restart, and also while the origin is away. A file each, <c>{assetId:N}/{part}~{name}</c>, that ends in the
/// entity tag of what is before: one that was cut short or has rotted is seen when it is read, and is deleted. Bounded in
/// bytes by an S3-FIFO of its own.
/// </summary>
internal sealed class DiskCache : IDisposable
{
    private const string Unfinished = ".tmp";
    private const char Slash = '~'; // in no name of an asset's file
    private const int FooterLength = 34; // "\"32 hex digits\""
    private const int MostUnread = 200_000; // names of prefilled files, 20 MB; what is above is not counted
    private const int MostWaiting = 64; // segments held in memory for a disk that is slower than the origin
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(30);

    private readonly SegmentReader reader;
    private readonly EdgeCounters counters;
    private readonly TimeProvider clock;
    private readonly ILogger<DiskCache> logger;
    private readonly string folder;
    private readonly int mostBytes;
    private readonly S3Fifo<string>? files;
    private readonly ConcurrentDictionary<string, bool> unread = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim writing = new(1, 1);
    private long faultAt;
    private int waiting;

    public DiskCache(IOptions<EdgeOptions> options, SegmentReader reader, CachedAssets assets, EdgeCounters counters, TimeProvider clock, ILogger<DiskCache> logger)
    {
        (this.reader, this.counters, this.clock, this.logger) = (reader, counters, clock, logger);
        (folder, mostBytes) = (options.Value.DiskDirectory, options.Value.MaxObjectBytes);
        if (folder.Length > 0 && options.Value.DiskBytes > 0)
        {
            files = new(options.Value.DiskBytes, Delete, assets);
            Capacity = options.Value.DiskBytes;
            Index();
        }

        counters.Observe(this);
    }

    internal long Bytes => files?.Bytes ?? 0;

    /// <summary>0 when there is no disk.</summary>
    internal long Capacity { get; }

    internal int Count => files?.Count ?? 0;

    internal bool Holds(string key) => files?.Contains(key) == true;

    /// <summary>Null when it is not there, or not whole.</summary>
    internal async Task<Segment?> ReadAsync(string key)
    {
        if (files is null || !files.TryGet(key, out var path))
        {
            return null;
        }

        Segment? segment = null;
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous);
            var length = file.Length - FooterLength;
            if (length >= 0 && length <= mostBytes)
            {
                segment = await reader.ReadAsync(file, (int)length, ContentTypes.Of(key)!, CancellationToken.None);
                var footer = new byte[FooterLength];
                await file.ReadExactlyAsync(footer);
                if (segment.EntityTag == Encoding.ASCII.GetString(footer))
                {
                    counters.CountDiskHit();
                    if (!unread.IsEmpty && unread.TryRemove(key, out _))
                    {
                        counters.CountPrefillSaved();
                    }

                    return segment;
                }
            }

            logger.LogWarning("{Key} on the disk is damaged: it is fetched again", key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Key} on the disk cannot be read: {Error}", key, exception.Message);
        }

        segment?.Dispose();
        files.Remove(key);
        return null;
    }

    /// <summary>Keeps a segment that came from the origin; nobody waits for it. One at a time, and none while the disk is slow or has just failed.</summary>
    /// <param name="prefilled">Nobody has asked for it yet: it passes no probation, and whoever asks first is counted.</param>
    internal async Task WriteAsync(string key, Segment segment, bool prefilled = false)
    {
        var paused = faultAt != 0 && clock.GetElapsedTime(faultAt) < PauseAfterFault;
        if (files is null || paused || Volatile.Read(ref waiting) >= MostWaiting || files.TryGet(key, out _) || !segment.TryHold())
        {
            return;
        }

        var path = PathOf(key);
        Interlocked.Increment(ref waiting);
        await writing.WaitAsync();
        try
        {
            if (files.Contains(key))
            {
                return; // the same one was waiting before
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await CopyAsync(segment, file);
                await file.WriteAsync(Encoding.ASCII.GetBytes(segment.EntityTag));
            }

            File.Move(path + Unfinished, path, overwrite: true);
            if (!files.Add(key, path, segment.Length + FooterLength, wanted: prefilled))
            {
                Delete(path);
            }
            else if (prefilled && unread.Count < MostUnread)
            {
                unread[key] = true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faultAt = clock.GetTimestamp();
            logger.LogWarning("The disk cache takes nothing for {Pause}: {Error}", PauseAfterFault, exception.Message);
            Delete(path + Unfinished);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
            writing.Release();
            segment.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    internal void Forget(Guid assetId) => files?.RemovePrefix($"{assetId:N}/");

    private static async Task CopyAsync(Segment segment, FileStream to)
    {
        if (segment.Bytes is { } bytes)
        {
            await to.WriteAsync(bytes);
            return;
        }

        var block = ArrayPool<byte>.Shared.Rent(SegmentReader.CopyBlock);
        try
        {
            for (var offset = 0; offset < segment.Length;)
            {
                var read = await RandomAccess.ReadAsync(segment.File!, block.AsMemory(0, SegmentReader.CopyBlock), offset);
                await to.WriteAsync(block.AsMemory(0, read > 0 ? read : throw new EndOfStreamException()));
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>What a former process left, oldest first: names and lengths alone, a second for 100,000 files. Contents are checked when they are read.</summary>
    private void Index()
    {
        Directory.CreateDirectory(folder);
        var found = new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).OrderBy(file => file.LastWriteTimeUtc).ToList();
        foreach (var file in found)
        {
            var key = $"{file.Directory!.Name}/{file.Name.Replace(Slash, '/')}";
            if (MediaPath.IsKey(key) ? !files!.Add(key, file.FullName, file.Length) : file.Name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                Delete(file.FullName); // too large, or not finished; what else lies here is not ours
            }
        }

        logger.LogInformation("The disk cache holds {Count} segments, {Bytes} bytes", Count, Bytes);
    }

    private string PathOf(string key)
    {
        var asset = key.IndexOf('/', StringComparison.Ordinal);
        return Path.Combine(folder, key[..asset], key[(asset + 1)..].Replace('/', Slash));
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Path} cannot be deleted: {Error}", path, exception.Message);
        }
    }
}
