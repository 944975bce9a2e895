using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Netflix.Delivery.Cache;

/// <summary>Reads a whole object into memory: an array when it is small, else a <see cref="NamelessFile"/>.</summary>
internal sealed class SegmentReader(IOptions<EdgeOptions> options)
{
    internal const int CopyBlock = 256 << 10;

    /// <exception cref="EndOfStreamException">The stream has less.</exception>
    internal async Task<Segment> ReadAsync(Stream stream, int length, string contentType, CancellationToken cancel)
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
