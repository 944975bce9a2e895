using System.ComponentModel.DataAnnotations;

namespace Netflix.Delivery;

/// <summary><c>Netflix:Delivery</c>: what the web and every edge must agree on.</summary>
internal sealed class DeliveryOptions : IValidatableObject
{
    private const int ShortestKey = 32;

    /// <summary>Base64 of 32 random bytes or more; path tokens and the edges' own sign-in are derived from it.</summary>
    public string Key { get; set; } = "";

    /// <summary>Number of <see cref="Key"/>, written into each token: give a new key a new number.</summary>
    [Range(0, ushort.MaxValue)]
    public int KeyId { get; set; } = 1;

    /// <summary>Older keys by number, still accepted until their last token has expired.</summary>
    public Dictionary<int, string> PreviousKeys { get; set; } = [];

    /// <summary>The key's bytes by number, the current one first.</summary>
    internal IReadOnlyList<KeyValuePair<int, byte[]>> Keys() =>
        [KeyValuePair.Create(KeyId, Convert.FromBase64String(Key)),
         .. PreviousKeys.Select(old => KeyValuePair.Create(old.Key, Convert.FromBase64String(old.Value)))];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsKey(Key))
        {
            yield return new("Netflix:Delivery:Key must be base64 of at least 32 random bytes (openssl rand -base64 32).");
        }

        foreach (var (id, key) in PreviousKeys)
        {
            if (!IsKey(key) || id is < 0 or > ushort.MaxValue || id == KeyId)
            {
                yield return new($"Netflix:Delivery:PreviousKeys:{id} must be base64 of at least 32 bytes, under a number of its own from 0 to 65535.");
            }
        }
    }

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= ShortestKey;
    }
}
