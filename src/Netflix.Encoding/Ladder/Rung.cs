namespace Netflix.Encoding.Ladder;

internal enum VideoCodec { H264, Hevc, Av1 }

/// <summary>One rendition to make.</summary>
/// <param name="Name"><c>v{Lines}</c>; with <c>-2</c>, <c>-av1</c> or <c>-hevc</c> behind it where a ladder has several of these lines.</param>
/// <param name="Lines">Nominal lines: what plans cap. A wide film has fewer.</param>
/// <param name="OnlyFor">The quality class whose viewers alone play it; null: all do.</param>
/// <param name="Crf">The encoder's quality; the rate follows from the film, and <paramref name="MaxRateKbps"/> caps it.</param>
internal sealed record Rung(string Name, int Lines, int Width, int Height, double Crf, int MaxRateKbps, VideoCodec Codec = VideoCodec.H264, string? OnlyFor = null)
{
    public override string ToString() => $"{Name} {Width}x{Height}";
}

/// <summary>
/// The sizes a film can have, as the fixed ladder: capped CRF, for at the same cost as a fixed rate it saves 28 % on Big
/// Buck Bunny's ladder and 97 % on a simple title's (media.md 5). Never larger than the source.
/// </summary>
internal static class RungLadder
{
    internal const double Crf = 23;

    // A source may lack a few lines of its nominal size, by cropping or by a codec's multiple of 16.
    private const double Tolerance = 0.98;

    private static readonly (int Lines, int MaxRateKbps)[] Nominal =
        [(2160, 20_000), (1440, 12_000), (1080, 8_000), (720, 5_000), (480, 2_000), (360, 1_000), (240, 500)];

    /// <param name="width">The source as shown: turned upright, with square pixels.</param>
    internal static IReadOnlyList<Rung> For(int width, int height, FrameRate rate)
    {
        if (height > width)
        {
            // A film held upright has the lines of the same film lying: 1080x1920 is a 1080 film, and no plan's UHD.
            return [.. For(height, width, rate).Select(rung => rung with { Width = rung.Height, Height = rung.Width })];
        }

        // Rungs are boxes of 16:9: 1920x800 is a 1080 film.
        var lines = Math.Max(height, width * 9 / 16);
        var rungs = Nominal.Where(rung => lines >= rung.Lines * Tolerance).Select(rung => Fit(rung.Lines, rung.MaxRateKbps)).ToList();
        return rungs.Count > 0 ? rungs : [Fit(Even(lines), Nominal[^1].MaxRateKbps)];

        Rung Fit(int rung, int maxRate)
        {
            var scale = Math.Min(1, Math.Min(rung / (double)height, rung * 16 / 9.0 / width));
            // Twice the frames cost about half as many bits again, for they differ less.
            return new($"v{rung}", rung, Even(width * scale), Even(height * scale), Crf, rate.Value > 31 ? maxRate * 3 / 2 : maxRate);
        }
    }

    /// <summary>4:2:0 halves the colour planes, so sizes are even.</summary>
    internal static int Even(double size) => Math.Max(2, (int)Math.Round(size / 2) * 2);
}
