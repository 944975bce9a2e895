namespace Netflix.Encoding.Ladder;

/// <summary>
/// What one size of a title costs and looks like, by CRF: the logarithm of the rate and the quality in decibels are nearly
/// straight lines. Fitted to Big Buck Bunny at CRF 23 and 31, what is in between is off by 2 % of rate and .2 dB.
/// </summary>
/// <param name="Size">The size, with the cap of its rate.</param>
/// <param name="LogRate">At <see cref="FirstCrf"/>, of kb/s.</param>
/// <param name="RateSlope">What a step of CRF takes off it.</param>
/// <param name="Decibels">At <see cref="FirstCrf"/>.</param>
internal sealed record RateCurve(Rung Size, double FirstCrf, double LogRate, double RateSlope, double Decibels, double QualitySlope)
{
    // What a step of CRF brings at least, and at most, in any film: short samples of simple ones can show anything.
    private const double LeastRateSlope = 0.05;
    private const double MostRateSlope = 0.3;
    private const double UsualRateSlope = 0.148; // half the bits for 4.7 steps, as of Big Buck Bunny
    private const double LeastQualitySlope = 1e-3;

    /// <param name="probes">Two of the size's, at different CRF.</param>
    internal static RateCurve Fit(Rung size, IReadOnlyList<RatePoint> probes)
    {
        var (fine, coarse) = (probes.MinBy(point => point.Crf)!, probes.MaxBy(point => point.Crf)!);
        var steps = coarse.Crf - fine.Crf;
        var (rate, quality) = (Math.Log(Math.Max(fine.BitrateKbps, 0.1)), Perceived.Decibels(fine.Ssim));
        var slope = steps > 0 ? (rate - Math.Log(Math.Max(coarse.BitrateKbps, 0.1))) / steps : UsualRateSlope;
        var loss = steps > 0 ? (quality - Perceived.Decibels(coarse.Ssim)) / steps : LeastQualitySlope;
        return new(size, fine.Crf, rate, Math.Clamp(slope, LeastRateSlope, MostRateSlope), quality, Math.Max(loss, LeastQualitySlope));
    }

    internal RatePoint At(double crf) => new(Size.Lines, crf, Math.Exp(LogRate - (RateSlope * (crf - FirstCrf))), Perceived.Ssim(QualityAt(crf)));

    internal double CrfOfQuality(double decibels) => FirstCrf + ((Decibels - decibels) / QualitySlope);

    internal double CrfOfRate(double kbps) => FirstCrf + ((LogRate - Math.Log(kbps)) / RateSlope);

    private double QualityAt(double crf) => Decibels - (QualitySlope * (crf - FirstCrf));
}

/// <summary>SSIM on a scale that is even to the eye: from .98 to .99 is as far as from .8 to .9.</summary>
internal static class Perceived
{
    private const double Best = 0.99999;

    internal static double Decibels(double ssim) => -10 * Math.Log10(1 - Math.Clamp(ssim, 0, Best));

    internal static double Ssim(double decibels) => Math.Clamp(1 - Math.Pow(10, -decibels / 10), 0, Best);
}
