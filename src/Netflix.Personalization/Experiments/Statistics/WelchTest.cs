namespace Netflix.Personalization.Experiments.Statistics;

/// <summary>
/// The t-test for two samples whose variances differ (Welch 1947). True for one look at a size that was planned: who looks each
/// day and stops at the first p below .05 is fooled in a quarter of A/A tests; see <see cref="SequentialTest"/>.
/// </summary>
internal static class WelchTest
{
    /// <summary>Null while there are not two values a side, or nothing varies.</summary>
    internal static Estimate? Compare(Sample control, Sample treated, double alpha)
    {
        if (control.Count < 2 || treated.Count < 2)
        {
            return null;
        }

        var (a, b) = (control.Variance / control.Count, treated.Variance / treated.Count);
        if (!(a + b > 0) || !double.IsFinite(a + b))
        {
            return null;
        }

        var (effect, error) = (treated.Mean - control.Mean, Math.Sqrt(a + b));
        var degrees = (a + b) * (a + b) / ((a * a / (control.Count - 1)) + (b * b / (treated.Count - 1)));
        var margin = Distributions.StudentCritical(alpha, degrees) * error;
        return new(effect, effect - margin, effect + margin, Distributions.StudentTwoSided(effect / error, degrees));
    }
}
