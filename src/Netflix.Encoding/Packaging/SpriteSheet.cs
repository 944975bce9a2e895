using System.Globalization;
using System.Text;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Packaging;

/// <summary>The small pictures that players show while seeking: tiles of sheets, and the WebVTT that maps time to tiles.</summary>
internal sealed record SpriteSheet(int KeyframesApart, double SecondsApart, int Count, int Width, int Height, int Columns, int Rows)
{
    internal const string IndexFile = "thumbnails.vtt";
    private const int TileWidth = 160;
    private const int Side = 10;
    private const double LongFilm = 20 * 60; // from here on a picture each 10 s: 720 for two hours

    internal static SpriteSheet For(FrameRate rate, int frames, int width, int height)
    {
        var interval = ChunkCuts.KeyframeInterval(rate);
        var apart = rate.Seconds(frames) > LongFilm ? 5 : 1;
        var keyframes = (frames + interval - 1) / interval;
        var count = (keyframes + apart - 1) / apart;
        var tileHeight = Math.Max(2, (int)Math.Round(TileWidth * (double)height / width / 2) * 2);
        var columns = Math.Min(Side, count);
        return new(apart, rate.Seconds(interval * apart), count, TileWidth, tileHeight, columns, Math.Min(Side, (count + columns - 1) / columns));
    }

    internal string WebVtt(double duration)
    {
        var text = new StringBuilder("WEBVTT\n");
        for (var i = 0; i < Count; i++)
        {
            var (sheet, tile) = (i / (Columns * Rows), i % (Columns * Rows));
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(i * SecondsApart)} --> {Time(Math.Min(duration, (i + 1) * SecondsApart))}\n");
            text.Append(CultureInfo.InvariantCulture, $"sprite-{sheet + 1}.jpg#xywh={tile % Columns * Width},{tile / Columns * Height},{Width},{Height}\n");
        }

        return text.ToString();
    }

    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
