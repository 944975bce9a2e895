namespace Netflix.Personalization.Experiments.Statistics;

/// <summary>
/// Whether variants hold as many accounts as their weights say. Where they do not, something loses accounts of one variant or
/// counts others twice, and no figure of the experiment can be trusted.
/// </summary>
internal static class SampleRatio
{
    /// <summary>Strict, as it is looked at each day, and a false alarm ends a good experiment.</summary>
    internal const double AlarmBelow = 0.001;

    internal sealed record Outcome(double PValue)
    {
        internal bool Alarm => PValue < AlarmBelow;
    }

    /// <summary>Chi-square against the weights; 1 while nobody is there.</summary>
    internal static Outcome Check(IReadOnlyList<long> counts, IReadOnlyList<int> weights)
    {
        var (total, weight) = (counts.Sum(), weights.Sum());
        if (total == 0 || counts.Count < 2)
        {
            return new(1);
        }

        var chiSquare = 0.0;
        for (var i = 0; i < counts.Count; i++)
        {
            var expected = (double)total * weights[i] / weight;
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        return new(Distributions.ChiSquareUpper(chiSquare, counts.Count - 1));
    }
}
