using Netflix.Personalization.Experiments.Statistics;

namespace Netflix.Personalization.Experiments.Analysis;

/// <summary>A variant against control, each way; null where a test cannot say anything yet.</summary>
internal sealed record Comparison(int Variant, Estimate? Fixed, Estimate? Sequential, Estimate? CupedFixed, Estimate? CupedSequential);

/// <param name="Variants">Null for one in which nothing of the metric was seen.</param>
/// <param name="VarianceReduction">The share of variance that CUPED took; null without a covariate.</param>
internal sealed record MetricOutcome(Metric Metric, IReadOnlyList<Sample?> Variants, double? VarianceReduction, IReadOnlyList<Comparison> Comparisons);

/// <summary>Compares the variants of an experiment by one metric.</summary>
internal static class MetricAnalysis
{
    /// <summary>Limits hold for all variants of a metric together, by Bonferroni.</summary>
    internal const double Alpha = 0.05;

    internal static MetricOutcome Compare(Metric metric, IReadOnlyList<ExposedAccount> accounts, int variants, int planned)
    {
        var rule = Metrics.RuleOf(metric);
        var priors = PriorsOf(rule, accounts);
        var pairs = Enumerable.Range(0, variants).Select(variant => PairsOf(rule, accounts, priors, variant)).ToArray();
        var samples = Array.ConvertAll(pairs, one => one?.Values);
        // Control and all others have values, or there is no slope for all of them.
        var adjusted = pairs.All(one => one is not null) ? Cuped.Adjust(Array.ConvertAll(pairs, one => one!.Value)) : null;
        var comparisons = Enumerable.Range(1, variants - 1).Select(variant => new Comparison(
            variant,
            Test(samples, variant, WelchTest.Compare),
            Test(samples, variant, (control, treated, alpha) => SequentialTest.Compare(control, treated, alpha, planned)),
            adjusted is null ? null : Test(adjusted, variant, WelchTest.Compare),
            adjusted is null ? null : Test(adjusted, variant, (control, treated, alpha) => SequentialTest.Compare(control, treated, alpha, planned)))).ToList();
        return new(metric, samples, adjusted?.VarianceReduction, comparisons);
    }

    private static Estimate? Test(Cuped.Adjusted adjusted, int variant, Func<Sample, Sample, double, Estimate?> compare) =>
        Test([.. adjusted.Variants.Select(one => (Sample?)one)], variant, compare);

    private static Estimate? Test(Sample?[] samples, int variant, Func<Sample, Sample, double, Estimate?> compare)
    {
        if (samples[0] is not { } control || samples[variant] is not { } treated)
        {
            return null;
        }

        var tests = samples.Length - 1;
        return compare(control, treated, Alpha / tests) is { } estimate ? estimate with { PValue = Math.Min(1, estimate.PValue * tests) } : null;
    }

    /// <summary>
    /// The variant's values. Of a ratio of sums each account's part is made straight (the delta method): the mean of
    /// R + (value - R of) / mean(of) is the ratio R, and its variance that of R, though an account's sessions hang together.
    /// </summary>
    private static Cuped.Pairs? PairsOf(MetricRule rule, IReadOnlyList<ExposedAccount> accounts, double[] priors, int variant)
    {
        var mine = Enumerable.Range(0, accounts.Count).Where(i => accounts[i].Variant == variant).ToArray();
        var values = Array.ConvertAll(mine, i => rule.Value(accounts[i].During));
        if (rule.Of is { } of)
        {
            var parts = Array.ConvertAll(mine, i => of(accounts[i].During));
            var sum = parts.Sum();
            if (sum <= 0)
            {
                return null;
            }

            var (ratio, mean) = (values.Sum() / sum, sum / parts.Length);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ratio + ((values[i] - (ratio * parts[i])) / mean);
            }
        }

        return mine.Length == 0 ? null : Cuped.Pairs.Of(values, Array.ConvertAll(mine, i => priors[i]));
    }

    /// <summary>What each account's four weeks before foretell; of a ratio, how far it was from that of all.</summary>
    private static double[] PriorsOf(MetricRule rule, IReadOnlyList<ExposedAccount> accounts)
    {
        var values = accounts.Select(account => (rule.Before ?? rule.Value)(account.Before)).ToArray();
        if (rule.Of is { } of)
        {
            var parts = accounts.Select(account => of(account.Before)).ToArray();
            var ratio = parts.Sum() > 0 ? values.Sum() / parts.Sum() : 0;
            return [.. values.Select((value, i) => value - (ratio * parts[i]))];
        }

        return values;
    }
}
