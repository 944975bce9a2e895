using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Netflix.Delivery.Tokens;

/// <summary>
/// How edges and the web know each other: a bearer derived from the shared key, so that no second secret has to be spread.
/// Made with the current key, accepted for the older ones too.
/// </summary>
internal sealed class EdgeSecret
{
    internal const string Scheme = "Edge ";
    private readonly byte[][] accepted;

    internal EdgeSecret(DeliveryOptions options)
    {
        accepted = [.. options.Keys().Select(key => Encoding.ASCII.GetBytes(Scheme + Base64Url.EncodeToString(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Value, 32, info: "netflix edge registry"u8.ToArray()))))];
        Authorization = Encoding.ASCII.GetString(accepted[0]);
    }

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    internal string Authorization { get; }

    internal bool Accepts(string? authorization)
    {
        var given = Encoding.UTF8.GetBytes(authorization ?? "");
        var known = false;
        foreach (var secret in accepted)
        {
            known |= CryptographicOperations.FixedTimeEquals(given, secret);
        }

        return known;
    }
}
