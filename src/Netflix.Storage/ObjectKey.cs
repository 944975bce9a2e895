using System.Buffers;

namespace Netflix.Storage;

internal static class ObjectKey
{
    private const int MaxLength = 512;
    private const int MaxPartLength = 200; // file systems end at 255 bytes a name
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_./");

    /// <summary>Throws unless the key can be a path in every store, within the store's folder.</summary>
    internal static string Check(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var valid = key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExcept(Allowed);
        foreach (var part in key.AsSpan().Split('/'))
        {
            var name = key.AsSpan(part);
            valid &= name.Length is > 0 and <= MaxPartLength && name[0] != '.' && name[^1] != '.';
        }

        return valid ? key : throw new ArgumentException($"Not an object key: '{key}'.", nameof(key));
    }

    /// <summary>True when the prefix is a folder (a key with a final slash), false when it is one object's key.</summary>
    internal static bool IsFolder(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var folder = prefix.EndsWith('/');
        Check(folder ? prefix[..^1] : prefix);
        return folder;
    }

    internal static void CheckRange(long offset, long? length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
    }
}
