using Microsoft.Extensions.Primitives;
using Microsoft.Win32.SafeHandles;

namespace Netflix.Delivery.Cache;

/// <summary>
/// One immutable object, with all of its headers that do not depend on the request. Up to <see cref="SmallLimit"/> its bytes
/// are an array; larger ones on Linux are a <see cref="NamelessFile"/>: in the kernel's memory instead of the garbage
/// collector's heap, and what sendfile(2) sends without a copy. The file is written once and never truncated.
/// </summary>
internal sealed class Segment : IDisposable
{
    /// <summary>Below the large object heap's 85,000, and a few thousand descriptors at most in 256 MB.</summary>
    internal const int SmallLimit = 64 << 10;

    /// <summary>What an entry costs beside its bytes: key, headers, queue and dictionary nodes.</summary>
    internal const int Overhead = 512;

    internal Segment(string contentType, string etag, byte[] bytes)
        : this(contentType, etag, bytes.Length) => Bytes = bytes;

    internal Segment(string contentType, string etag, SafeFileHandle file, int length)
        : this(contentType, etag, length) => File = file;

    private Segment(string contentType, string etag, int length)
    {
        Length = length;
        ContentType = contentType;
        EntityTag = etag;
        ETag = etag;
    }

    private int prefilled;

    internal int Length { get; }
    internal string EntityTag { get; }
    internal StringValues ETag { get; }
    internal StringValues ContentType { get; }

    /// <summary>The whole object; null when it is in <see cref="File"/>.</summary>
    internal byte[]? Bytes { get; }

    internal SafeFileHandle? File { get; }

    /// <summary>Fetched before anybody asked: whoever asks first has the next one fetched.</summary>
    internal bool IsAhead { get; set; }

    /// <summary>Fetched by a prefill, and not asked for since.</summary>
    internal bool IsPrefilled
    {
        get => Volatile.Read(ref prefilled) != 0;
        set => Volatile.Write(ref prefilled, value ? 1 : 0);
    }

    /// <summary>True for the one who asks first for what a prefill fetched.</summary>
    internal bool IsFirstAfterPrefill() => IsPrefilled && Interlocked.Exchange(ref prefilled, 0) != 0;

    /// <summary>Keeps the file open until <see cref="Release"/>; false when the cache has let go of it already.</summary>
    internal bool TryHold()
    {
        if (File is null)
        {
            return true;
        }

        try
        {
            var held = false;
            File.DangerousAddRef(ref held);
            return held;
        }
        catch (ObjectDisposedException)
        {
            return false; // evicted between the look-up and now
        }
    }

    internal void Release() => File?.DangerousRelease();

    /// <summary>The cache lets go; the file closes when the last response being sent is done.</summary>
    public void Dispose() => File?.Dispose();
}
