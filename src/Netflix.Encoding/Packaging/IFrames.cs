using System.Globalization;
using System.Text.RegularExpressions;

namespace Netflix.Encoding.Packaging;

/// <summary>Playlists of I-frames alone, for players to wind through.</summary>
internal static partial class IFrames
{
    internal static string Playlist(string rendition) => $"{rendition}_iframe.m3u8";

    /// <summary>Bits a second of the largest frame for the time it stands for: what RFC 8216 asks for, where the packager's figure is below its own average.</summary>
    internal static int PeakBandwidth(string playlist) => (int)Frame().Matches(playlist)
        .Max(frame => 8 * double.Parse(frame.Groups["bytes"].ValueSpan, CultureInfo.InvariantCulture) / double.Parse(frame.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"#EXTINF:(?<seconds>[0-9.]+),\s*#EXT-X-BYTERANGE:(?<bytes>\d+)@")]
    private static partial Regex Frame();
}
