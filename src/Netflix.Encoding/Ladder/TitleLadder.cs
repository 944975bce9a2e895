using Netflix.Contracts;

namespace Netflix.Encoding.Ladder;

/// <summary>
/// Chooses a title's rungs from its rate curves: even steps of perceived quality along the convex hull of quality over
/// the rate's logarithm, from a floor to where more bits bring nothing; each at the size that looks best there.
/// </summary>
internal static class TitleLadder
{
    internal const double FinestCrf = 19;
    internal const double CoarsestCrf = 31; // blocks show beyond, whatever SSIM says: a smaller size then looks better
    internal const double WorstCrf = 38; // of what does not fit under its cap else
    internal const double Gap = 1.5; // of the rates of two rungs: closer ones only make players switch
    internal const int MostOfASize = 2;
    private const double WidestGap = 3; // of the rates: a player that must step down should not fall

    private const double CrfStep = 0.5;
    private const double UsualCrf = RungLadder.Crf;
    private const double BetterCrf = 20; // for a title that needs it
    private const double Transparent = 18.2; // dB, SSIM .985: nobody sees more
    private const double FloorKbps = 240; // a poor mobile network
    private const double Step = 2.5; // dB: half as much again, to the eye
    private const double Gain = 1; // dB: below, a rung is not worth its bits
    private const int MostSteps = 6;

    /// <param name="curves">Of each size that the source reaches.</param>
    internal static IReadOnlyList<RatePoint> Choose(IReadOnlyList<RateCurve> curves, IReadOnlyList<RatePoint> hull)
    {
        var tops = curves.GroupBy(curve => QualityClass.Of(curve.Size.Lines)).Select(Top).OrderByDescending(top => top.Lines).ToList();
        var ladder = Climb(tops[0], curves, hull);
        foreach (var top in tops.Skip(1))
        {
            // A plan that stops at this class plays the best of it.
            if (!ladder.Any(rung => QualityClass.Of(rung.Lines) == QualityClass.Of(top.Lines) && Quality(rung) > Quality(top) - Gain))
            {
                if (ladder.Count(rung => rung.Lines == top.Lines) == MostOfASize)
                {
                    ladder.Remove(ladder.First(rung => rung.Lines == top.Lines));
                }

                // Whoever may have more has better for the same bits, where there is more to have.
                ladder.Add(top with { OnlyFor = GapAround(top, ladder) <= WidestGap ? QualityClass.Of(top.Lines) : null });
            }
        }

        return Named(ladder);
    }

    /// <summary>The chosen points as renditions, with the sizes and caps of the fixed ladder.</summary>
    internal static IReadOnlyList<Rung> Rungs(IReadOnlyList<RatePoint> ladder, IReadOnlyList<Rung> sizes) =>
        [.. ladder.Select(point => sizes.First(size => size.Lines == point.Lines) with { Name = point.Rung!, Crf = Math.Round(point.Crf, 1), OnlyFor = point.OnlyFor })];

    /// <summary>
    /// The frontier of SSIM over the rate's logarithm: no mix of two other points is better. (In decibels the curves bend
    /// the other way, and the hull would be one line from the worst point to the best.)
    /// </summary>
    internal static IReadOnlyList<RatePoint> Hull(IReadOnlyList<RateCurve> curves)
    {
        var hull = new List<RatePoint>();
        foreach (var point in curves.SelectMany(Points).OrderBy(point => point.BitrateKbps).ThenByDescending(point => point.Ssim))
        {
            if (hull.Count > 0 && point.Ssim <= hull[^1].Ssim)
            {
                continue;
            }

            while (hull.Count > 1 && Slope(hull[^2], hull[^1]) <= Slope(hull[^1], point))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return hull;
    }

    /// <summary>From the top down to the floor.</summary>
    private static List<RatePoint> Climb(RatePoint top, IReadOnlyList<RateCurve> curves, IReadOnlyList<RatePoint> hull)
    {
        var floor = hull.MinBy(point => Math.Abs(Math.Log(point.BitrateKbps / FloorKbps)))!;
        var range = Quality(top) - Quality(floor);
        var steps = Math.Clamp(
            Math.Max((int)Math.Round(range / Step), (int)Math.Ceiling(Math.Log(top.BitrateKbps / floor.BitrateKbps) / Math.Log(WidestGap))), 1, MostSteps - 1);
        var ladder = new List<RatePoint> { top };
        for (var step = 1; step <= steps; step++)
        {
            var wanted = Quality(top) - (range * step / steps);
            // Of the sizes that there may be more rungs of.
            var next = Hull([.. curves.Where(curve => ladder.Count(rung => rung.Lines == curve.Size.Lines) < MostOfASize)])
                .Where(point => IsApart(point, ladder[^1]))
                .MinBy(point => Math.Abs(Quality(point) - wanted));
            if (next is not null && next.BitrateKbps >= floor.BitrateKbps)
            {
                ladder.Add(next);
            }
        }

        return ladder;

        static bool IsApart(RatePoint low, RatePoint high) => low.BitrateKbps * Gap <= high.BitrateKbps && Quality(low) + Gain <= Quality(high);
    }

    /// <summary>Of the rates of the rungs next to a point; infinite where there is none.</summary>
    private static double GapAround(RatePoint point, IReadOnlyList<RatePoint> ladder)
    {
        var below = ladder.Where(rung => rung.BitrateKbps < point.BitrateKbps).Select(rung => rung.BitrateKbps).DefaultIfEmpty(0).Max();
        return ladder.Where(rung => rung.BitrateKbps >= point.BitrateKbps).Select(rung => rung.BitrateKbps).DefaultIfEmpty(double.MaxValue).Min() / below;
    }

    /// <summary>The best that is worth making of a quality class.</summary>
    private static RatePoint Top(IEnumerable<RateCurve> curves)
    {
        var largest = curves.MaxBy(curve => curve.Size.Lines)!;
        var needed = largest.CrfOfQuality(Transparent);
        var best = largest.At(needed is >= BetterCrf and < UsualCrf ? needed : UsualCrf);
        return best.BitrateKbps <= largest.Size.MaxRateKbps
            ? best
            : curves.Select(Capped).MaxBy(point => point.Ssim)!;
    }

    /// <summary>As good as its cap allows.</summary>
    private static RatePoint Capped(RateCurve curve) =>
        curve.At(Math.Clamp(curve.CrfOfRate(curve.Size.MaxRateKbps), UsualCrf, WorstCrf)) is var point && point.BitrateKbps > curve.Size.MaxRateKbps
            ? point with { BitrateKbps = curve.Size.MaxRateKbps } // worse than foreseen
            : point;

    private static IEnumerable<RatePoint> Points(RateCurve curve)
    {
        var fits = false;
        for (var crf = FinestCrf; crf <= CoarsestCrf; crf += CrfStep)
        {
            if (curve.At(crf) is var point && point.BitrateKbps <= curve.Size.MaxRateKbps)
            {
                fits = true;
                yield return point;
            }
        }

        if (!fits)
        {
            yield return Capped(curve);
        }
    }

    private static IReadOnlyList<RatePoint> Named(IEnumerable<RatePoint> ladder) =>
    [
        .. ladder.GroupBy(rung => rung.Lines).SelectMany(size => size.OrderByDescending(rung => rung.BitrateKbps)
                .Select((rung, i) => rung with { Rung = i == 0 ? $"v{rung.Lines}" : $"v{rung.Lines}-{i + 1}" }))
            .OrderByDescending(rung => rung.BitrateKbps).ThenByDescending(rung => rung.Lines),
    ];

    private static double Quality(RatePoint point) => Perceived.Decibels(point.Ssim);

    private static double Slope(RatePoint low, RatePoint high) =>
        (high.Ssim - low.Ssim) / Math.Max(1e-9, Math.Log(high.BitrateKbps / low.BitrateKbps));
}
