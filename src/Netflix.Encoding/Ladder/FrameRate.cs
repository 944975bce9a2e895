using System.Globalization;

namespace Netflix.Encoding.Ladder;

/// <summary>Frames a second as a fraction: 24000/1001 is not 23.976, and chunk cuts of a long film would show it.</summary>
internal sealed record FrameRate(int Numerator, int Denominator)
{
    private const double Fastest = 60.5;

    private static readonly FrameRate[] Standard =
        [new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(48, 1), new(50, 1), new(60000, 1001), new(60, 1)];

    public double Value => (double)Numerator / Denominator;

    /// <summary>
    /// The rate to encode at: the source's own when it is a constant one that screens can show, else (phones, screen
    /// recordings, above 60) the standard rate next to it.
    /// </summary>
    internal static FrameRate For(FrameRate? nominal, double measured)
    {
        if (nominal is { Value: >= 5 and <= Fastest } && Math.Abs(nominal.Value - measured) <= nominal.Value * 0.005)
        {
            return nominal;
        }

        // 120 to 60: every other frame, which moves more evenly than 60 of 119.
        return measured <= Fastest
            ? Standard.MinBy(rate => Math.Abs(rate.Value - measured))!
            : Standard.LastOrDefault(rate => rate.Value >= 48 && Math.Abs((measured / rate.Value) - Math.Round(measured / rate.Value)) < 0.002) ?? Standard[^1];
    }

    /// <summary>ffprobe's <c>24000/1001</c>; null for <c>0/0</c>.</summary>
    internal static FrameRate? Parse(string? text) =>
        text?.Split('/') is [var top, var bottom] && int.TryParse(top, out var numerator) && int.TryParse(bottom, out var denominator) &&
        numerator > 0 && denominator > 0
            ? new(numerator, denominator)
            : null;

    public double Seconds(long frames) => (double)frames * Denominator / Numerator;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
