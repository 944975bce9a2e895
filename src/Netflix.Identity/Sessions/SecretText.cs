using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Netflix.Identity.Sessions;

/// <summary>Secrets that we hand out: 256 random bits as text for their holder, the SHA-256 of that text for us.</summary>
internal static class SecretText
{
    internal static (byte[] Hash, string Text) Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (HashOf(text), text);
    }

    internal static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
