using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Delivery.Serving;
using Netflix.Storage;

namespace Netflix.Delivery.Cache;

internal enum FetchOutcome
{
    Found,
    Missing,
    Unavailable,
}

internal readonly record struct Fetched(FetchOutcome Outcome, Segment? Segment = null);

/// <summary>
/// Reads whole objects from the object store, so many at a time, each within a time-out that counts the wait for its turn.
/// </summary>
internal sealed class Origin(IObjectStore store, IOptions<EdgeOptions> options, EdgeCounters counters, ILogger<Origin> logger) : IDisposable
{
    private const int CopyBlock = 256 << 10;
    private readonly SemaphoreSlim turns = new(options.Value.OriginConcurrency);

    /// <param name="key"><c>{assetId:N}/{file}</c></param>
    internal async Task<Fetched> FetchAsync(string key)
    {
        using var timeout = new CancellationTokenSource(options.Value.OriginTimeout);
        try
        {
            await turns.WaitAsync(timeout.Token);
            try
            {
                counters.CountOriginFetch();
                return await ReadAsync(key, timeout.Token);
            }
            finally
            {
                turns.Release();
            }
        }
        catch (Exception exception)
        {
            // Whatever the store throws, for the client it is a 503: there is nothing of ours in the way.
            logger.LogWarning("The origin could not give {Key}: {Error}", key, exception.Message);
            return new(FetchOutcome.Unavailable);
        }
    }

    public void Dispose() => turns.Dispose();

    private async Task<Fetched> ReadAsync(string key, CancellationToken cancel)
    {
        var objectKey = MediaPath.KeyPrefix + key;
        await using var stream = await store.OpenAsync(objectKey, cancel: cancel);
        if (stream is null)
        {
            return new(FetchOutcome.Missing);
        }

        var length = stream.CanSeek ? stream.Length : (await store.FindAsync(objectKey, cancel))?.Length ?? 0;
        if (length > options.Value.MaxObjectBytes)
        {
            throw new IOException($"{length} bytes are more than Netflix:Edge:MaxObjectBytes.");
        }

        return new(FetchOutcome.Found, await ReadAsync(stream, (int)length, ContentTypes.Of(key)!, cancel));
    }

    private async Task<Segment> ReadAsync(Stream stream, int length, string contentType, CancellationToken cancel)
    {
        if (length <= Segment.SmallLimit || !OperatingSystem.IsLinux())
        {
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, cancel);
            return new(contentType, EntityTag(SHA256.HashData(bytes)), bytes);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(CopyBlock);
        var file = options.Value.Resident ? NamelessFile.CreateInMemory() : NamelessFile.Create(options.Value.SpoolDirectory);
        try
        {
            for (var offset = 0; offset < length;)
            {
                var read = await stream.ReadAsync(block.AsMemory(0, Math.Min(CopyBlock, length - offset)), cancel);
                if (read == 0)
                {
                    throw new EndOfStreamException($"The object ended after {offset} of {length} bytes.");
                }

                hash.AppendData(block, 0, read);
                RandomAccess.Write(file, block.AsSpan(0, read), offset);
                offset += read;
            }

            return new(contentType, EntityTag(hash.GetHashAndReset()), file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Of the content, so that every edge gives the same.</summary>
    private static string EntityTag(byte[] hash) => $"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"";
}
