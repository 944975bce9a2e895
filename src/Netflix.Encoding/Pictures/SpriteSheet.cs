using System.Globalization;
using System.Text;
using Netflix.Contracts;

namespace Netflix.Encoding.Pictures;

/// <summary>
/// The small pictures that players show while seeking: tiles of sheets at even times. WebVTT maps time to tiles for those
/// that read it, and an HLS image playlist for the others.
/// </summary>
internal sealed record SpriteSheet(double Seconds, int Count, int Width, int Height, int Columns, int Rows)
{
    internal const string IndexFile = "thumbnails.vtt";
    internal const string Playlist = "images";
    internal const string FilePattern = "sprite-%d.jpg";
    private const int TileWidth = 160;
    private const int Side = 10;
    private const double LongFilm = 20 * 60; // from here on a picture each 10 s: 720 for two hours

    public int Sheets => (Count + (Columns * Rows) - 1) / (Columns * Rows);

    internal static SpriteSheet For(double duration, int width, int height)
    {
        var seconds = duration > LongFilm ? 10 : 2;
        var count = Math.Max(1, (int)Math.Ceiling((duration / seconds) - 1e-6));
        var tileHeight = Math.Max(2, (int)Math.Round(TileWidth * (double)height / width / 2) * 2);
        var columns = Math.Min(Side, count);
        return new(seconds, count, TileWidth, tileHeight, columns, Math.Min(Side, (count + columns - 1) / columns));
    }

    internal string WebVtt(double duration)
    {
        var text = new StringBuilder("WEBVTT\n");
        for (var i = 0; i < Count; i++)
        {
            var (sheet, tile) = (i / (Columns * Rows), i % (Columns * Rows));
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(i * Seconds)} --> {Time(Math.Min(duration, (i + 1) * Seconds))}\n");
            text.Append(CultureInfo.InvariantCulture, $"{File(sheet)}#xywh={tile % Columns * Width},{tile / Columns * Height},{Width},{Height}\n");
        }

        return text.ToString();
    }

    /// <summary>The image media playlist extension of Roku and Disney, which Shaka reads.</summary>
    internal string ImagePlaylist(double duration)
    {
        var each = Columns * Rows * Seconds;
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{Math.Ceiling(Math.Min(each, duration))}\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-IMAGES-ONLY\n");
        for (var sheet = 0; sheet < Sheets; sheet++)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{Math.Min(each, duration - (sheet * each)):0.###},\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TILES:RESOLUTION={Width}x{Height},LAYOUT={Columns}x{Rows},DURATION={Seconds:0.###}\n{File(sheet)}\n");
        }

        return text.Append("#EXT-X-ENDLIST\n").ToString();
    }

    /// <param name="bytesOf">Of a sheet's file.</param>
    internal ImageTrack Describe(double duration, Func<string, long> bytesOf)
    {
        var each = Columns * Rows * Seconds;
        var peak = Enumerable.Range(0, Sheets).Max(sheet => bytesOf(File(sheet)) * 8 / Math.Min(each, duration - (sheet * each)));
        return new(Playlist, Width, Height, Columns, Rows, Seconds, (int)Math.Ceiling(peak));
    }

    private static string Time(double seconds) => Text.WebVtt.Time(TimeSpan.FromSeconds(seconds));

    private static string File(int sheet) => $"sprite-{sheet + 1}.jpg";
}
