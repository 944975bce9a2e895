namespace Netflix.Encoding.Pictures;

/// <summary>A small copy of one keyframe.</summary>
/// <param name="At">Seconds into the film.</param>
/// <param name="Rgb">Three bytes a pixel, line by line.</param>
internal sealed record Still(double At, int Width, int Height, byte[] Rgb)
{
    /// <summary>Brightness of a pixel, 0 to 255 (BT.601, as JPEG has it).</summary>
    public int Luma(int pixel) => ((299 * Rgb[pixel * 3]) + (587 * Rgb[(pixel * 3) + 1]) + (114 * Rgb[(pixel * 3) + 2])) / 1000;

    public int Pixels => Width * Height;

    /// <summary>How unlike two pictures are: the mean difference of their pixels, 0 to 255.</summary>
    internal static double Difference(Still one, Still other)
    {
        var sum = 0L;
        for (var i = 0; i < one.Rgb.Length; i++)
        {
            sum += Math.Abs(one.Rgb[i] - other.Rgb[i]);
        }

        return (double)sum / one.Rgb.Length;
    }
}
