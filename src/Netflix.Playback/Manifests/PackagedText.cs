using Microsoft.Extensions.Caching.Memory;
using Netflix.Contracts;
using Netflix.Storage;

namespace Netflix.Playback.Manifests;

/// <summary>What the packager wrote, the templates of sessions' manifests; a file never changes, so those in use are kept.</summary>
internal sealed class PackagedText(IObjectStore store, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>Null when the asset is gone.</summary>
    internal Task<string?> FindAsync(Guid assetId, string file, CancellationToken cancel) => cache.GetOrCreateAsync((assetId, file), async entry =>
    {
        entry.SlidingExpiration = Kept;
        await using var stream = await store.OpenAsync(AssetKeys.Of(assetId, file), cancel: cancel);
        return stream is null ? null : await new StreamReader(stream).ReadToEndAsync(cancel);
    });
}
