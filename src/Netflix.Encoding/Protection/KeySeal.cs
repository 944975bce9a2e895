using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Netflix.Encoding.Protection;

/// <summary>
/// Seals content keys for the database: AES-256-GCM under a key of the service's secret, bound to the asset and the key id,
/// so that a row moved to another asset does not open. <code>nonce 12 | key 16 | tag 16</code>
/// </summary>
internal sealed class KeySeal(IOptions<EncodingOptions> options)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    internal byte[] Seal(Guid assetId, Guid keyId, ReadOnlySpan<byte> key)
    {
        var whole = new byte[NonceLength + key.Length + TagLength];
        var nonce = whole.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = new AesGcm(SealingKey(), TagLength);
        gcm.Encrypt(nonce, key, whole.AsSpan(NonceLength, key.Length), whole.AsSpan(^TagLength..), Bound(assetId, keyId));
        return whole;
    }

    internal byte[] Open(Guid assetId, Guid keyId, ReadOnlySpan<byte> whole)
    {
        var key = new byte[whole.Length - NonceLength - TagLength];
        using var gcm = new AesGcm(SealingKey(), TagLength);
        try
        {
            gcm.Decrypt(whole[..NonceLength], whole[NonceLength..^TagLength], whole[^TagLength..], key, Bound(assetId, keyId));
            return key;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new InvalidOperationException(
                $"The content keys of asset {assetId} were sealed under another secret: {EncodingOptions.Section}:{nameof(EncodingOptions.KeySecret)} must be the one it was packaged with.");
        }
    }

    private byte[] SealingKey() => options.Value.KeySecret.Length > 0
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(options.Value.KeySecret), 32, info: "netflix content keys"u8.ToArray())
        : throw new InvalidOperationException($"{EncodingOptions.Section}:{nameof(EncodingOptions.KeySecret)} is not set: without it the content keys of encrypted assets cannot be read.");

    private static byte[] Bound(Guid assetId, Guid keyId) => [.. assetId.ToByteArray(bigEndian: true), .. keyId.ToByteArray(bigEndian: true)];
}
