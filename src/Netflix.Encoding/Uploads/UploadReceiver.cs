using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Storage;

namespace Netflix.Encoding.Uploads;

internal enum Reception
{
    /// <summary>The body was read to its end, and all of it is stored.</summary>
    Whole,

    /// <summary>The connection broke; what had come is stored.</summary>
    Broken,

    /// <summary>Another request has moved the upload on, or ended it.</summary>
    Overtaken,

    /// <summary>More came than the upload's length, or than is allowed; nothing of the overflow is stored.</summary>
    TooLarge,

    /// <summary>The body is not what its checksum says; nothing of it is stored.</summary>
    Corrupt,
}

/// <summary>A checksum that the client sent with the body.</summary>
internal sealed record ExpectedChecksum(HashAlgorithmName Algorithm, byte[] Value);

/// <summary>
/// Takes an upload's bytes as they come and stores them in parts. Each part is committed with the offset it moves from,
/// so of two requests that send the same bytes only one wins, without any lock that a dead process could keep.
/// </summary>
internal sealed class UploadReceiver(EncodingDbContext db, IObjectStore store, IOptions<EncodingOptions> options, TimeProvider clock)
{
    internal const int PartBytes = 8 << 20;
    private static readonly TimeSpan TimeToSave = TimeSpan.FromSeconds(30);

    /// <summary>Appends the body at the upload's offset, as the caller has read it; answers with the upload as it is then.</summary>
    internal async Task<(Reception End, Upload Upload)> ReceiveAsync(Upload upload, Stream body, ExpectedChecksum? checksum, CancellationToken cancel)
    {
        var most = (upload.Length ?? options.Value.MaxUploadBytes) - upload.Received;
        var size = (int)Math.Min(PartBytes, most + 1); // one more than may come: so an overflow shows
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        using var hash = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        var held = new List<UploadPart>();
        try
        {
            for (long taken = 0; ;)
            {
                var (count, ended) = await FillAsync(body, buffer.AsMemory(0, size), cancel);
                taken += count;
                if (taken > most)
                {
                    await DropAsync(held);
                    return (Reception.TooLarge, upload);
                }

                // The client may be gone: what it sent is kept nevertheless, for it will go on from there.
                using var save = new CancellationTokenSource(TimeToSave, clock);
                if (count > 0)
                {
                    hash?.AppendData(buffer, 0, count);
                    held.Add(await StoreAsync(upload, held, buffer, count, save.Token));
                }

                // With a checksum nothing counts before all is there and right.
                if (checksum is not null && ended is null)
                {
                    continue;
                }

                if (checksum is not null && (ended != Reception.Whole || !CryptographicOperations.FixedTimeEquals(hash!.GetHashAndReset(), checksum.Value)))
                {
                    await DropAsync(held);
                    return (ended == Reception.Whole ? Reception.Corrupt : Reception.Broken, upload);
                }

                if (held.Count > 0)
                {
                    if (await CommitAsync(upload, held, save.Token) is not { } moved)
                    {
                        await DropAsync(held);
                        return (Reception.Overtaken, upload);
                    }

                    upload = moved;
                    held.Clear();
                }

                if (ended is { } end)
                {
                    return (end, upload);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Removes an upload with all its bytes; false when it is gone, or has become a job's source.</summary>
    internal async Task<bool> DeleteAsync(Guid uploadId, CancellationToken cancel)
    {
        if (await db.Uploads.Where(upload => upload.UploadId == uploadId && upload.JobId == null).ExecuteDeleteAsync(cancel) == 0)
        {
            return false;
        }

        await store.DeleteAsync(Upload.Folder(uploadId), cancel);
        return true;
    }

    /// <summary>Reads until the buffer is full, the body ends, or the connection breaks.</summary>
    private static async Task<(int Count, Reception? Ended)> FillAsync(Stream body, Memory<byte> buffer, CancellationToken cancel)
    {
        var count = 0;
        try
        {
            while (count < buffer.Length)
            {
                var read = await body.ReadAsync(buffer[count..], cancel);
                if (read == 0)
                {
                    return (count, Reception.Whole);
                }

                count += read;
            }

            return (count, null);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException or BadHttpRequestException)
        {
            return (count, Reception.Broken);
        }
    }

    private async Task<UploadPart> StoreAsync(Upload upload, List<UploadPart> before, byte[] buffer, int count, CancellationToken cancel)
    {
        var part = new UploadPart
        {
            UploadId = upload.UploadId,
            Position = upload.Received + before.Sum(other => (long)other.Length),
            PartId = Guid.CreateVersion7(),
            Length = count,
            Sha256 = SHA256.HashData(buffer.AsSpan(0, count)),
        };
        await using var content = new MemoryStream(buffer, 0, count, writable: false);
        await store.WriteAsync(part.Key, content, cancel: cancel);
        return part;
    }

    /// <summary>The upload as it is then; null when it is no more where these parts begin. Its last byte starts the job.</summary>
    private async Task<Upload?> CommitAsync(Upload upload, List<UploadPart> parts, CancellationToken cancel)
    {
        var (from, to) = (upload.Received, upload.Received + parts.Sum(part => (long)part.Length));
        var now = clock.GetUtcNow();
        var expires = now + options.Value.UploadLifetime;
        db.ChangeTracker.Clear(); // the parts of a large film would pile up here
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var moved = await db.Uploads
            .Where(other => other.UploadId == upload.UploadId && other.Received == from && other.JobId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.Received, to).SetProperty(other => other.ExpiresAt, expires), cancel);
        if (moved == 0)
        {
            return null;
        }

        var current = await db.Uploads.FirstAsync(other => other.UploadId == upload.UploadId, cancel);
        db.Parts.AddRange(parts);
        if (current.IsComplete)
        {
            await db.StartJobAsync(current, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return current;
    }

    private async Task DropAsync(List<UploadPart> parts)
    {
        using var save = new CancellationTokenSource(TimeToSave, clock);
        foreach (var part in parts)
        {
            await store.DeleteAsync(part.Key, save.Token);
        }
    }
}
