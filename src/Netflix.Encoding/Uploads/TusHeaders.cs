using System.Globalization;
using System.Security.Cryptography;

namespace Netflix.Encoding.Uploads;

/// <summary>The headers of tus 1.0, read as its text says.</summary>
internal static class TusHeaders
{
    internal const string Version = "1.0.0";
    internal const string Resumable = "Tus-Resumable";
    internal const string Offset = "Upload-Offset";
    internal const string Length = "Upload-Length";
    internal const string Metadata = "Upload-Metadata";
    internal const string Checksum = "Upload-Checksum";
    internal const string Expires = "Upload-Expires";
    internal const string JobId = "Encoding-Job-Id";
    internal const string VideoId = "Encoding-Video-Id";
    internal const string OffsetStream = "application/offset+octet-stream";
    internal const int ChecksumMismatch = 460;

    /// <summary>A whole, non-negative number, or null.</summary>
    internal static long? ParseNumber(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary><c>key base64,key base64,flag</c>; null when it is not that. Keys are ASCII, as tus says: HEAD answers them in a header.</summary>
    internal static IReadOnlyDictionary<string, string>? ParseMetadata(string? header)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(' ', 2, StringSplitOptions.TrimEntries);
            var bytes = new byte[pair.Length];
            if (!parts[0].All(letter => char.IsAscii(letter) && !char.IsControl(letter)) ||
                !Convert.TryFromBase64String(parts.Length > 1 ? parts[1] : "", bytes, out var count) ||
                !values.TryAdd(parts[0], System.Text.Encoding.UTF8.GetString(bytes, 0, count)))
            {
                return null;
            }
        }

        return values;
    }

    /// <summary><c>sha1 base64</c> or <c>sha256 base64</c>; null when it is neither.</summary>
    internal static ExpectedChecksum? ParseChecksum(string header)
    {
        if (header.Split(' ') is not [var name, var value])
        {
            return null;
        }

        (HashAlgorithmName Algorithm, int Bytes)? known = name switch
        {
            "sha1" => (HashAlgorithmName.SHA1, SHA1.HashSizeInBytes),
            "sha256" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
            _ => null,
        };
        var hash = new byte[value.Length];
        return known is { } algorithm && Convert.TryFromBase64String(value, hash, out var count) && count == algorithm.Bytes
            ? new(algorithm.Algorithm, hash[..count])
            : null;
    }
}
