namespace Netflix.Encoding.Pictures;

/// <summary>
/// How well a picture could stand for a film. Each part is 0 to 1. <see cref="Skin"/> stands in for faces, which nothing
/// here can recognise: an area of skin colours as large as faces are. It takes sand and wood for faces too, and misses those
/// in coloured light, so it weighs little.
/// </summary>
internal sealed record StillScore(double Sharpness, double Light, double Contrast, double Colour, double Skin)
{
    // Of 160 columns: a soft Big Buck Bunny meadow has 150, its fur 1,500.
    private const double HalfSharp = 250;
    private const double GoodDeviation = 60;
    private const double GoodColour = 60;
    private const int Dark = 30;

    /// <summary>0 to 1. What is black, white or of one grey is nothing, however sharp.</summary>
    public double Total => Light * Math.Min(1, Contrast * 2) *
        ((0.35 * Sharpness) + (0.25 * Contrast) + (0.15 * Light) + (0.15 * Colour) + (0.10 * Skin));

    internal static StillScore Of(Still still)
    {
        var luma = new int[still.Pixels];
        var (sum, squares, dark, skin) = (0L, 0L, 0, 0);
        var (red, redSquares, yellow, yellowSquares) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < luma.Length; i++)
        {
            var (r, g, b) = (still.Rgb[i * 3], still.Rgb[(i * 3) + 1], still.Rgb[(i * 3) + 2]);
            var light = luma[i] = still.Luma(i);
            sum += light;
            squares += light * light;
            dark += light < Dark ? 1 : 0;
            skin += IsSkin(light, r, b) ? 1 : 0;
            var (againstGreen, againstBlue) = (r - g, ((r + g) / 2.0) - b);
            red += againstGreen;
            redSquares += againstGreen * againstGreen;
            yellow += againstBlue;
            yellowSquares += againstBlue * againstBlue;
        }

        double count = luma.Length;
        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
        // Colourfulness after Hasler and Süsstrunk (2003).
        var (meanRed, meanYellow) = (red / count, yellow / count);
        var spread = Math.Sqrt(Math.Max(0, (redSquares / count) - (meanRed * meanRed)) + Math.Max(0, (yellowSquares / count) - (meanYellow * meanYellow)));
        var colour = spread + (0.3 * Math.Sqrt((meanRed * meanRed) + (meanYellow * meanYellow)));
        var sharp = Laplacian(luma, still.Width, still.Height);
        return new(
            sharp / (sharp + HalfSharp), LightOf(mean, dark / count), Math.Min(1, deviation / GoodDeviation), Math.Min(1, colour / GoodColour), FaceLike(skin / count));
    }

    /// <summary>Variance of the Laplacian: edges make it large, blur makes it small.</summary>
    private static double Laplacian(int[] luma, int width, int height)
    {
        var (sum, squares, count) = (0L, 0L, 0);
        for (var y = 1; y < height - 1; y++)
        {
            for (var i = (y * width) + 1; i < ((y + 1) * width) - 1; i++, count++)
            {
                var edge = (4 * luma[i]) - luma[i - 1] - luma[i + 1] - luma[i - width] - luma[i + width];
                sum += edge;
                squares += edge * edge;
            }
        }

        var mean = count == 0 ? 0 : (double)sum / count;
        return count == 0 ? 0 : ((double)squares / count) - (mean * mean);
    }

    /// <summary>1 for a picture of middling brightness; 0 when black, white, or nearly all in the dark.</summary>
    private static double LightOf(double mean, double dark) =>
        Math.Clamp((mean - 16) / 50, 0, 1) * Math.Clamp((245 - mean) / 60, 0, 1) * Math.Clamp((1 - dark) / 0.4, 0, 1);

    /// <summary>The box of skin in CbCr that JPEG and MPEG share (Chai and Ngan, 1999), not in the dark.</summary>
    private static bool IsSkin(int luma, int r, int b)
    {
        var (cb, cr) = (128 + (0.564 * (b - luma)), 128 + (0.713 * (r - luma)));
        return luma > 60 && cb is >= 77 and <= 127 && cr is >= 133 and <= 173;
    }

    /// <summary>1 from a twentieth to a third of the picture: a face or several. All of it is a wall.</summary>
    private static double FaceLike(double share) => Math.Clamp(share / 0.05, 0, 1) * Math.Clamp((0.7 - share) / 0.35, 0, 1);
}
