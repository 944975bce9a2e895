namespace Netflix.Personalization.Experiments.Statistics;

/// <summary>How many accounts an experiment needs to see an effect, and how surely so many see it; for one look at the planned size.</summary>
internal static class Power
{
    /// <summary>The variance of an account's yes or no, between control's share and that with the effect.</summary>
    internal static double VarianceOfShare(double share, double effect)
    {
        var other = Math.Clamp(share + effect, 0, 1);
        return ((share * (1 - share)) + (other * (1 - other))) / 2;
    }

    /// <summary>The chance to find the effect, on either side, with so many accounts a variant.</summary>
    /// <param name="effect">In the metric's unit, as is the root of <paramref name="variance"/>.</param>
    internal static double Of(double accounts, double effect, double variance, double alpha)
    {
        var critical = Distributions.NormalQuantile(1 - (alpha / 2));
        var shift = Math.Abs(effect) / Math.Sqrt(2 * variance / accounts);
        return Distributions.NormalCdf(shift - critical) + Distributions.NormalCdf(-shift - critical);
    }

    /// <summary>The fewest accounts a variant that find the effect with this chance.</summary>
    internal static double AccountsFor(double effect, double variance, double alpha, double power)
    {
        var sum = Distributions.NormalQuantile(1 - (alpha / 2)) + Distributions.NormalQuantile(power);
        return Math.Max(2, Math.Ceiling(2 * variance * sum * sum / (effect * effect)));
    }
}
