using System.Text;
using System.Text.RegularExpressions;
using Netflix.Contracts;

namespace Netflix.Playback.Manifests;

/// <summary>
/// The packager's HLS playlist of one rendition made one session's: its files on an edge, and its key signalled as the player
/// wants it. A playlist has one key tag, for with two neither hls.js nor Shaka plays (media.md 4).
/// </summary>
internal static partial class HlsMedia
{
    /// <param name="keyTag">Null for a clear playlist.</param>
    internal static string Write(string packaged, string baseUrl, string? keyTag)
    {
        var text = new StringBuilder(packaged.Length * 3);
        var keyed = false;
        foreach (var line in packaged.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("#EXT-X-KEY:"))
            {
                _ = keyed ? text : text.Append(keyTag).Append('\n');
                keyed = true;
            }
            else if (line.StartsWith("#EXT-X-MAP:"))
            {
                text.Append(Uri().Replace(line.ToString(), found => $"URI=\"{baseUrl}{found.Groups[1].Value}\"")).Append('\n');
            }
            else if (line.Length > 0 && !line.StartsWith("## "))
            {
                _ = line[0] == '#' ? text : text.Append(baseUrl);
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <param name="keyUrl">Gives the raw key.</param>
    internal static string KeyTag(KeyReference key, Player player, string keyUrl, LicenceServers servers)
    {
        var id = key.KeyId.ToByteArray(bigEndian: true);
        return player switch
        {
            // The key's id, not the key; hls.js posts it to the licence server that its page names.
            Player.HlsJs => $"#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"data:text/plain;base64,{Convert.ToBase64String(id)}\",KEYID=0x{Convert.ToHexStringLower(id)},KEYFORMAT=\"org.w3.clearkey\",KEYFORMATVERSIONS=\"1\"",
            Player.Native when servers.FairPlay is not null =>
                $"#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://{key.KeyId:N}\",KEYFORMAT=\"com.apple.streamingkeydelivery\",KEYFORMATVERSIONS=\"1\"",
            _ => $"#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"{keyUrl}\",KEYFORMAT=\"identity\"",
        };
    }

    [GeneratedRegex("URI=\"([^\"]+)\"")]
    private static partial Regex Uri();
}
