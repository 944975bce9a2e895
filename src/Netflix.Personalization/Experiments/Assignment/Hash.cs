using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Netflix.Personalization.Experiments.Assignment;

/// <summary>
/// Draws a lot for an account: always the same for a salt, and for another salt as if thrown anew. SHA-256, because what depends on
/// the last bits of quick hashes is correlated between salts; it costs a quarter of a microsecond.
/// </summary>
internal static class Hash
{
    /// <summary>From 0 to 1, evenly.</summary>
    internal static double Of(string salt, Guid account)
    {
        Span<byte> text = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(salt.Length)];
        account.TryWriteBytes(text, bigEndian: true, out var length);
        length += Encoding.UTF8.GetBytes(salt, text[length..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], digest);
        return (BinaryPrimitives.ReadUInt64BigEndian(digest) >> 11) * (1.0 / (1UL << 53));
    }
}
