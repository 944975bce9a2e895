using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Encoding.Protection;

/// <summary>Content keys: made here, one for each quality class of each asset, and kept sealed until the asset is deleted.</summary>
internal sealed class ContentKeys(EncodingDbContext db, KeySeal seal) : IContentKeys
{
    private const int KeyLength = 16;

    public async Task<IReadOnlyList<ContentKey>> GetAsync(Guid assetId, CancellationToken cancel)
    {
        var rows = await db.ContentKeys.AsNoTracking().Where(key => key.AssetId == assetId).OrderBy(key => key.Label).ToListAsync(cancel);
        return rows.ConvertAll(row => new ContentKey(row.Label, row.KeyId, seal.Open(assetId, row.KeyId, row.Sealed)));
    }

    /// <summary>The asset's keys, those of these labels made if need be. Every attempt at an asset gets the same.</summary>
    internal async Task<IReadOnlyList<ContentKey>> GetOrMakeAsync(Guid assetId, IEnumerable<string> labels, CancellationToken cancel)
    {
        foreach (var label in labels)
        {
            var (keyId, key) = (Guid.NewGuid(), RandomNumberGenerator.GetBytes(KeyLength));
            await db.Database.ExecuteSqlAsync($"""
                insert into encoding.content_keys (asset_id, label, key_id, sealed) values ({assetId}, {label}, {keyId}, {seal.Seal(assetId, keyId, key)})
                on conflict do nothing
                """, cancel);
        }

        return await GetAsync(assetId, cancel);
    }
}
