namespace Netflix.Personalization.Experiments.Statistics;

/// <summary>
/// The mixture sequential probability ratio test (Robbins 1970; for A/B tests Johari et al. 2017), its variance estimated as in
/// asymptotic confidence sequences (Waudby-Smith et al. 2021). Its p-values and limits hold at all times at once, so one may look
/// as often as one likes and stop at will. Each account must count once, with a value that is final.
/// </summary>
internal static class SequentialTest
{
    /// <summary>Below this many a side an estimated variance is worth too little: the test says nothing.</summary>
    internal const int LeastAccounts = 50;

    /// <param name="planned">Accounts a variant at which the limits shall be tightest; to be chosen before the start.</param>
    internal static Estimate? Compare(Sample control, Sample treated, double alpha, double planned)
    {
        if (control.Count < LeastAccounts || treated.Count < LeastAccounts)
        {
            return null;
        }

        var variance = (control.Variance / control.Count) + (treated.Variance / treated.Count);
        if (!(variance > 0) || !double.IsFinite(variance))
        {
            return null;
        }

        // Of the mixture N(0, tau^2) over effects only r = tau^2 / variance matters; it grows with the number of accounts.
        var effect = treated.Mean - control.Mean;
        var accounts = (double)control.Count * treated.Count / (control.Count + treated.Count);
        var r = accounts * TightestAt(planned / 2, alpha);
        var logRatio = (effect * effect / variance * r / (1 + r) / 2) - (Math.Log(1 + r) / 2);
        var margin = Math.Sqrt(variance * (1 + r) / r * ((2 * Math.Log(1 / alpha)) + Math.Log(1 + r)));
        return new(effect, effect - margin, effect + margin, Math.Min(1, Math.Exp(-logRatio)));
    }

    /// <summary>The mixture's variance, in those of an account, whose limits are tightest at so many.</summary>
    private static double TightestAt(double accounts, double alpha) =>
        ((-2 * Math.Log(alpha)) + Math.Log((-2 * Math.Log(alpha)) + 1)) / Math.Max(1, accounts);
}
