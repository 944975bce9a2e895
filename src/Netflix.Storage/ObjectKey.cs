using System.Buffers;

namespace Netflix.Storage;

internal static class ObjectKey
{
    private const int MaxLength = 512;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_./");

    /// <summary>Throws unless the key can be a path in every store, within the store's folder.</summary>
    internal static string Check(string key)
    {
        var valid = key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExcept(Allowed);
        foreach (var part in key.Split('/'))
        {
            valid &= part.Length > 0 && part[0] != '.';
        }

        return valid ? key : throw new ArgumentException($"Not an object key: '{key}'.", nameof(key));
    }

    /// <summary>A prefix is a key, or a key with a final slash.</summary>
    internal static string CheckPrefix(string prefix)
    {
        Check(prefix.EndsWith('/') ? prefix[..^1] : prefix);
        return prefix;
    }
}
