using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Netflix.Storage;

/// <summary>
/// Objects as block blobs of one container. A write stages blocks, which nobody sees, and one commit makes them the
/// object: atomic, conditional, and in bounded memory. <c>Upload</c> and <c>OpenWrite</c> do the same behind the scenes,
/// but load System.IO.Hashing, which does not restore everywhere (docs/decisions/0006).
/// </summary>
internal sealed class AzureBlobStore(BlobContainerClient container) : IObjectStore
{
    private const int BlockSize = 8 << 20; // Azure takes 50,000 blocks an object: up to 390 GiB
    private const int ParallelDeletes = 8;
    private volatile bool containerExists;

    public async Task<bool> WriteAsync(string key, Stream content, bool onlyIfAbsent, CancellationToken cancel)
    {
        var blob = container.GetBlockBlobClient(ObjectKey.Check(key));
        if (onlyIfAbsent && await FindAsync(key, cancel) is not null)
        {
            return false; // spares the upload; the commit below is what decides
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await CreateContainerAsync(cancel);
            var blocks = new List<string>();
            int read, last = 0;
            while ((read = await content.ReadAtLeastAsync(buffer.AsMemory(0, BlockSize), BlockSize, throwOnEndOfStream: false, cancel)) > 0)
            {
                blocks.Add(await StageAsync(blob, buffer.AsMemory(0, last = read), cancel));
                if (read < BlockSize)
                {
                    break;
                }
            }

            return await CommitAsync(blob, blocks, buffer.AsMemory(0, last), onlyIfAbsent, cancel);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task<StoredObject?> FindAsync(string key, CancellationToken cancel)
    {
        try
        {
            var found = await container.GetBlobClient(ObjectKey.Check(key)).GetPropertiesAsync(cancellationToken: cancel);
            return new(key, found.Value.ContentLength, found.Value.LastModified);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    public async Task<Stream?> OpenAsync(string key, long offset, long? length, CancellationToken cancel)
    {
        ObjectKey.CheckRange(offset, length);
        if (length == 0) // HTTP has no range of nothing
        {
            return await FindAsync(key, cancel) is null ? null : Stream.Null;
        }

        try
        {
            var options = new BlobDownloadOptions { Range = offset == 0 && length is null ? default : new HttpRange(offset, length) };
            var found = await container.GetBlobClient(ObjectKey.Check(key)).DownloadStreamingAsync(options, cancel);
            return new ObjectStream(found.Value.Content);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException exception) when (exception.Status == 416)
        {
            return Stream.Null; // the object ends before the range
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (!ObjectKey.IsFolder(prefix))
        {
            if (await FindAsync(prefix, cancel) is { } one)
            {
                yield return one;
            }

            yield break;
        }

        await using var pages = container.GetBlobsAsync(prefix: prefix, cancellationToken: cancel).GetAsyncEnumerator(cancel);
        while (await NextAsync(pages))
        {
            var found = pages.Current;
            yield return new(found.Name, found.Properties.ContentLength ?? 0, found.Properties.LastModified ?? default);
        }
    }

    public async Task<int> DeleteAsync(string prefix, CancellationToken cancel)
    {
        var count = 0;
        if (!ObjectKey.IsFolder(prefix))
        {
            await DeleteOneAsync(prefix, cancel);
            return count;
        }

        await Parallel.ForEachAsync(
            ListAsync(prefix, cancel),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletes, CancellationToken = cancel },
            async (found, stop) => await DeleteOneAsync(found.Key, stop));
        return count;

        async Task DeleteOneAsync(string key, CancellationToken stop)
        {
            try
            {
                if (await container.GetBlobClient(key).DeleteIfExistsAsync(cancellationToken: stop))
                {
                    Interlocked.Increment(ref count);
                }
            }
            catch (Exception exception) when (IsUnavailable(exception))
            {
                throw Unavailable(exception);
            }
        }
    }

    private static async Task<string> StageAsync(BlockBlobClient blob, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        // Ids of their own for every writer: two of one key must not put their blocks into each other's object.
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N")));
        using var block = BinaryData.FromBytes(bytes).ToStream();
        await blob.StageBlockAsync(id, block, cancellationToken: cancel);
        return id;
    }

    /// <summary>
    /// A commit drops all blocks that other writers of the key have staged. Who staged one block still has it in the
    /// buffer and stages it again (each round one writer is done); a larger object's writer fails, and the key keeps
    /// the other's.
    /// </summary>
    private static async Task<bool> CommitAsync(BlockBlobClient blob, List<string> blocks, ReadOnlyMemory<byte> last, bool onlyIfAbsent, CancellationToken cancel)
    {
        var options = new CommitBlockListOptions { Conditions = onlyIfAbsent ? new() { IfNoneMatch = ETag.All } : null };
        for (var tries = 1; ; tries++)
        {
            try
            {
                await blob.CommitBlockListAsync(blocks, options, cancel);
                return true;
            }
            catch (RequestFailedException exception) when (onlyIfAbsent && exception.Status is 409 or 412)
            {
                return false;
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.InvalidBlockList)
            {
                if (onlyIfAbsent && await blob.ExistsAsync(cancel))
                {
                    return false;
                }

                if (blocks.Count != 1 || tries == 100)
                {
                    throw;
                }

                blocks[0] = await StageAsync(blob, last, cancel);
            }
        }
    }

    private async Task CreateContainerAsync(CancellationToken cancel)
    {
        if (!containerExists)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancel);
            containerExists = true;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<BlobItem> pages)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false; // nothing was ever written: no container
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>The SDK throws an AggregateException when its own tries are used up.</summary>
    internal static bool IsUnavailable(Exception exception) => exception is RequestFailedException or AggregateException;

    internal static IOException Unavailable(Exception exception) => new(
        exception is RequestFailedException { Status: > 0 } refused
            ? $"The object store answered {refused.Status} {refused.ErrorCode}."
            : "The object store cannot be reached.",
        exception);
}
