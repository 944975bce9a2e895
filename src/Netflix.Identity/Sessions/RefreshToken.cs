using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Netflix.Identity.Sessions;

/// <summary>A refresh token, good for one use: 256 random bits, of which only the SHA-256 is kept.</summary>
internal sealed class RefreshToken
{
    private RefreshToken() { }

    public byte[] Hash { get; private init; } = [];
    public Guid DeviceId { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }
    public DateTimeOffset? UsedAt { get; private set; }

    internal static (RefreshToken Row, string Text) Make(Guid deviceId, DateTimeOffset expiresAt)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new() { Hash = HashOf(text), DeviceId = deviceId, ExpiresAt = expiresAt }, text);
    }

    internal static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    internal void Use(DateTimeOffset now) => UsedAt = now;
}
