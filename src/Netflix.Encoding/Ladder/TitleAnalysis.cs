namespace Netflix.Encoding.Ladder;

/// <summary>What was measured on samples of a title, and so which ladder it got.</summary>
/// <param name="Complexity">
/// Bits that the title needs, beside those of a usual one: 1 is usual. That is its rate at CRF 23 and its largest size, over
/// 4 Mb/s for 1080 lines at 24 frames a second, by the power of 3/4 of the pixels a second.
/// </param>
/// <param name="SampleSeconds">Film that was probed.</param>
/// <param name="Probes">Each size and quality that was tried.</param>
/// <param name="Hull">The best of them at each rate: the frontier that rungs are chosen from.</param>
/// <param name="Ladder">The rungs chosen, with what is expected of them.</param>
/// <param name="Fixed">What the fixed ladder would give this title.</param>
internal sealed record TitleAnalysis(
    double Complexity, double SampleSeconds,
    IReadOnlyList<RatePoint> Probes, IReadOnlyList<RatePoint> Hull, IReadOnlyList<RatePoint> Ladder, IReadOnlyList<RatePoint> Fixed)
{
    private const double UsualKbps = 4000;
    private const double UsualPixels = 1920 * 1080 * 24;

    /// <param name="usual">The fixed ladder: its sizes are the ones to choose from.</param>
    internal static TitleAnalysis Of(IReadOnlyList<Rung> usual, IReadOnlyList<RatePoint> probes, FrameRate rate, int sampleFrames)
    {
        var curves = usual.Select(size => RateCurve.Fit(size, [.. probes.Where(point => point.Lines == size.Lines)])).ToList();
        var hull = TitleLadder.Hull(curves);
        var largest = curves.MaxBy(curve => curve.Size.Lines)!;
        var expected = UsualKbps * Math.Pow(largest.Size.Width * largest.Size.Height * rate.Value / UsualPixels, 0.75);
        return new(
            Math.Round(largest.At(RungLadder.Crf).BitrateKbps / expected, 2), Math.Round(rate.Seconds(sampleFrames), 2),
            Rounded(probes), Rounded(hull), Rounded(TitleLadder.Choose(curves, hull)),
            Rounded(curves.Select(curve => curve.At(RungLadder.Crf) is var point && point.BitrateKbps > curve.Size.MaxRateKbps
                ? curve.At(curve.CrfOfRate(curve.Size.MaxRateKbps)) with { Crf = RungLadder.Crf, Rung = curve.Size.Name }
                : point with { Rung = curve.Size.Name })));
    }

    private static IReadOnlyList<RatePoint> Rounded(IEnumerable<RatePoint> points) =>
    [
        .. points.Select(point => point with
        {
            Crf = Math.Round(point.Crf, 1), BitrateKbps = Math.Round(point.BitrateKbps, 1), Ssim = Math.Round(point.Ssim, 5),
        }),
    ];
}

/// <param name="Ssim">Against the source, scaled up to its size: 0 to 1.</param>
/// <param name="OnlyFor">The quality class whose viewers alone play it; null: all do.</param>
internal sealed record RatePoint(int Lines, double Crf, double BitrateKbps, double Ssim, string? Rung = null, string? OnlyFor = null);
