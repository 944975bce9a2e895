using Netflix.Encoding.Pictures;

namespace Netflix.Encoding.Markers;

/// <summary>
/// Finds the credits of a film that nothing can be compared with: pictures that are black but for thin bright strokes, up to its
/// end. Credits beside pictures, or on colour, it does not find.
/// </summary>
internal static class CreditRoll
{
    private const int Dark = 48;
    private const int Bright = 96;
    private const double LeastDark = 0.7;
    private const double LeastInk = 0.002;
    private const double MostInk = 0.25;
    private const double LeastStrokes = 0.6; // of what is bright, that has dark within three pixels
    private const double LeastShare = 0.85;
    private const double Shortest = 8;
    private const double MostAfter = 15; // logos, a black tail
    private const double NotProven = 0.8;

    /// <param name="stills">Of the film's end, each second or so, in order.</param>
    internal static FoundMarker? Find(IReadOnlyList<Still> stills, double seconds)
    {
        var (text, black) = (0, 0);
        (double Start, double Share)? best = null;
        double? last = null;
        for (var i = stills.Count - 1; i >= 0; i--)
        {
            var kind = Look(stills[i]);
            text += kind == Kind.Text ? 1 : 0;
            black += kind == Kind.Black ? 1 : 0;
            if (kind == Kind.Text)
            {
                last ??= stills[i].At;
                var share = (double)(text + black) / (stills.Count - i);
                best = share >= LeastShare && text * 2 >= stills.Count - i ? (stills[i].At, share) : best;
            }
        }

        return best is var (start, sure) && seconds - start >= Shortest && seconds - last <= MostAfter
            ? new(MarkerKind.Credits, start, seconds, Math.Round(sure * NotProven, 2)) : null;
    }

    private enum Kind { Picture, Black, Text }

    private static Kind Look(Still still)
    {
        var (dark, bright, strokes) = (0, 0, 0);
        for (var i = 0; i < still.Pixels; i++)
        {
            var luma = still.Luma(i);
            dark += luma < Dark ? 1 : 0;
            if (luma > Bright)
            {
                bright++;
                strokes += (i >= 3 && still.Luma(i - 3) < Dark) || (i + 3 < still.Pixels && still.Luma(i + 3) < Dark) ? 1 : 0;
            }
        }

        var ink = (double)bright / still.Pixels;
        return dark < LeastDark * still.Pixels ? Kind.Picture
            : ink < LeastInk ? Kind.Black
            : ink <= MostInk && strokes >= LeastStrokes * bright ? Kind.Text : Kind.Picture;
    }
}
