using Microsoft.Extensions.Options;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Temporary space of this encoder: reserved before a task starts, so that what is begun can be finished. A task waits
/// while the disk, or what the encoder may take of it, has no room; it is not blamed for that.
/// </summary>
internal sealed class DiskSpace(WorkFolders folders, IOptions<EncodingOptions> options)
{
    private readonly Lock gate = new();
    private long reserved;

    /// <summary>Why the last task found no room; null when it did.</summary>
    public string? Paused { get; private set; }

    /// <summary>By all tasks that run.</summary>
    internal long ReservedBytes
    {
        get
        {
            lock (gate)
            {
                return reserved;
            }
        }
    }

    public long FreeBytes => new DriveInfo(folders.Root).AvailableFreeSpace;

    /// <summary>Room for <paramref name="bytes"/> until the result is disposed; null when there is none, and then <see cref="Paused"/> says why.</summary>
    internal IDisposable? TryReserve(long bytes)
    {
        lock (gate)
        {
            var (limit, free, needed) = (options.Value.MaxWorkBytes, FreeBytes, bytes + Unwritten());
            Paused =
                reserved + bytes > limit ? $"The work folder may hold {ByteSize.Text(limit)}, and {ByteSize.Text(reserved + bytes)} are needed." // of all tasks of this encoder
                : free - options.Value.MinFreeBytes < needed ? $"The disk of the work folder is full: {ByteSize.Text(needed)} are needed, {ByteSize.Text(free)} are free."
                : null;
            if (Paused is not null)
            {
                return null;
            }

            reserved += bytes;
            return new Reservation(this, bytes);
        }
    }

    /// <summary>What running tasks were promised and have not taken yet: it looks free and is not.</summary>
    private long Unwritten() => Math.Max(0, reserved - folders.UsedBytes());

    internal void Pause(string reason) => Paused = reason;

    private void Release(long bytes)
    {
        lock (gate)
        {
            reserved -= bytes;
        }
    }

    private sealed class Reservation(DiskSpace disk, long bytes) : IDisposable
    {
        private DiskSpace? disk = disk;

        public void Dispose() => Interlocked.Exchange(ref disk, null)?.Release(bytes);
    }
}
