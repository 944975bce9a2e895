using System.Buffers;
using System.Globalization;

namespace Netflix.Delivery.Serving;

/// <summary>
/// <c>/media/{token}/{assetId}/{file}</c> taken apart without a copy. Only files of an asset's shape pass: one or two parts
/// of small letters, digits, <c>-</c> and <c>_</c>, and a known ending; so there is no way out of the asset's folder.
/// </summary>
internal readonly ref struct MediaPath
{
    internal const string Prefix = "/media/";
    internal const string KeyPrefix = "assets/";

    /// <summary>Longest <c>{assetId:N}/{file}</c>.</summary>
    internal const int MaxKeyLength = 32 + 1 + MaxFileLength;

    private const int MaxFileLength = 96;
    // Guid's own reading lets spaces stand around an id, and 0x in it.
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdefABCDEF-");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly ReadOnlySpan<char> file;

    private MediaPath(ReadOnlySpan<char> token, Guid assetId, ReadOnlySpan<char> file)
    {
        Token = token;
        AssetId = assetId;
        this.file = file;
    }

    internal ReadOnlySpan<char> Token { get; }

    /// <summary>Empty when the path names none.</summary>
    internal Guid AssetId { get; }

    /// <summary>False for a path that no token could open; the token is split off all the same.</summary>
    internal static bool TryParse(ReadOnlySpan<char> path, out MediaPath media)
    {
        var rest = path[Prefix.Length..];
        var tokenEnd = rest.IndexOf('/');
        media = new(tokenEnd < 0 ? rest : rest[..tokenEnd], Guid.Empty, default);
        if (tokenEnd < 0)
        {
            return false;
        }

        rest = rest[(tokenEnd + 1)..];
        var assetEnd = rest.IndexOf('/');
        if (assetEnd < 0 || rest[..assetEnd].ContainsAnyExcept(IdCharacters) ||
            !(Guid.TryParseExact(rest[..assetEnd], "N", out var asset) || Guid.TryParseExact(rest[..assetEnd], "D", out asset)) ||
            !IsAssetFile(rest[(assetEnd + 1)..]))
        {
            return false;
        }

        media = new(media.Token, asset, rest[(assetEnd + 1)..]);
        return true;
    }

    /// <summary>The lines of the rung that the first part names (<c>v720/3.m4s</c>, <c>v720.m3u8</c>, the trick-play <c>t720/3.m4s</c>: 720); 0 for all else.</summary>
    internal int Rung
    {
        get
        {
            if (file.IsEmpty || file[0] is not ('v' or 't'))
            {
                return 0;
            }

            var end = 1;
            while (end < file.Length && char.IsAsciiDigit(file[end]))
            {
                end++;
            }

            return end == 1 ? 0 : int.TryParse(file[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines : int.MaxValue;
        }
    }

    /// <summary>Writes <c>{assetId:N}/{file}</c>: what the cache knows the segment by, however the id was spelled.</summary>
    internal ReadOnlySpan<char> WriteKey(Span<char> buffer)
    {
        AssetId.TryFormat(buffer, out var written, "N");
        buffer[written++] = '/';
        file.CopyTo(buffer[written..]);
        return buffer[..(written + file.Length)];
    }

    /// <summary>Whether this is an asset's <c>{assetId:N}/{file}</c>.</summary>
    internal static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length is > 33 and <= MaxKeyLength && key[32] == '/' && Guid.TryParseExact(key[..32], "N", out _) && IsAssetFile(key[33..]);

    /// <summary>Of <c>{assetId:N}/v720/3.m4s</c>: <c>{assetId:N}/v720/4.m4s</c>; null for what is no segment of a row.</summary>
    internal static string? NextSegment(ReadOnlySpan<char> key)
    {
        const string Ending = ".m4s";
        var name = key.LastIndexOf('/') + 1;
        return key.EndsWith(Ending, StringComparison.Ordinal) && int.TryParse(key[name..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue
            ? $"{key[..name]}{number + 1}{Ending}"
            : null;
    }

    internal static bool IsAssetFile(ReadOnlySpan<char> file)
    {
        var dot = file.LastIndexOf('.');
        if (file.Length > MaxFileLength || dot <= 0 || ContentTypes.Of(file) is null)
        {
            return false;
        }

        var name = file[..dot];
        var slash = name.IndexOf('/');
        return slash < 0 ? IsName(name) : IsName(name[..slash]) && IsName(name[(slash + 1)..]);
    }

    private static bool IsName(ReadOnlySpan<char> name) => name.Length > 0 && !name.ContainsAnyExcept(NameCharacters);
}

internal static class ContentTypes
{
    /// <summary>By the ending, one of those the packager writes; null for others.</summary>
    internal static string? Of(ReadOnlySpan<char> file) => file[(file.LastIndexOf('.') + 1)..] switch
    {
        "m4s" or "mp4" => "video/mp4",
        "m3u8" => "application/vnd.apple.mpegurl",
        "mpd" => "application/dash+xml",
        "vtt" => "text/vtt; charset=utf-8",
        "jpg" => "image/jpeg",
        _ => null,
    };
}
