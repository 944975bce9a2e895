namespace Netflix.Bench.Encode;

/// <summary>Bits of one ladder over those of another where both look the same: the mean over the SSIM that both reach (after Bjontegaard).</summary>
internal static class EqualQuality
{
    private const int Steps = 200;

    /// <returns>Null where the ladders have no quality in common.</returns>
    internal static double? Ratio(IReadOnlyList<MadeRung> ladder, IReadOnlyList<MadeRung> reference)
    {
        var (own, other) = (Frontier(ladder), Frontier(reference));
        var (low, high) = (Math.Max(own[0].Ssim, other[0].Ssim), Math.Min(own[^1].Ssim, other[^1].Ssim));
        return high > low
            ? Math.Exp(Enumerable.Range(0, Steps + 1).Average(i => low + ((high - low) * i / Steps) is var ssim ? LogRate(own, ssim) - LogRate(other, ssim) : 0))
            : null;
    }

    /// <summary>Without rungs that a cheaper one outdoes: a ladder made for several plans may have them.</summary>
    private static List<MadeRung> Frontier(IReadOnlyList<MadeRung> ladder)
    {
        var frontier = new List<MadeRung>();
        foreach (var rung in ladder.OrderBy(rung => rung.BitrateKbps))
        {
            if (frontier.Count == 0 || rung.Ssim > frontier[^1].Ssim)
            {
                frontier.Add(rung);
            }
        }

        return frontier;
    }

    private static double LogRate(List<MadeRung> ladder, double ssim)
    {
        var above = Math.Max(1, ladder.FindIndex(rung => rung.Ssim >= ssim));
        if (ladder.Count == 1)
        {
            return Math.Log(ladder[0].BitrateKbps);
        }

        var (low, high) = (ladder[above - 1], ladder[above]);
        var share = (ssim - low.Ssim) / (high.Ssim - low.Ssim);
        return ((1 - share) * Math.Log(low.BitrateKbps)) + (share * Math.Log(high.BitrateKbps));
    }
}
