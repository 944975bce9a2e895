namespace Netflix.Personalization.Experiments.Statistics;

/// <summary>
/// CUPED (Deng et al. 2013): takes from each value what the same account did before it was exposed foretells. Chance may have put
/// the busier accounts into one variant; this takes it out, and with it the part r^2 of the variance.
/// </summary>
internal static class Cuped
{
    /// <summary>One variant's values with their covariate, as sums: adjusting needs no second pass.</summary>
    internal readonly record struct Pairs(Sample Values, Sample Covariates, double Products)
    {
        internal static Pairs Of(IReadOnlyList<double> values, IReadOnlyList<double> covariates)
        {
            var (y, x) = (Sample.Of(values), Sample.Of(covariates));
            var products = 0.0;
            for (var i = 0; i < values.Count; i++)
            {
                products += (values[i] - y.Mean) * (covariates[i] - x.Mean);
            }

            return new(y, x, products);
        }
    }

    /// <param name="VarianceReduction">The share of variance that went, 0 to 1.</param>
    internal sealed record Adjusted(IReadOnlyList<Sample> Variants, double VarianceReduction);

    /// <summary>Null where the covariate foretells nothing: it is the same for all.</summary>
    internal static Adjusted? Adjust(IReadOnlyList<Pairs> variants)
    {
        // Within variants: a difference between them is the effect's, and no business of the slope.
        var spread = variants.Sum(one => one.Covariates.Squares);
        var before = variants.Sum(one => one.Values.Squares);
        if (!(spread > 0) || !(before > 0))
        {
            return null;
        }

        var slope = variants.Sum(one => one.Products) / spread;
        var count = variants.Sum(one => one.Values.Count);
        var middle = variants.Sum(one => one.Covariates.Mean * one.Values.Count) / count;
        var adjusted = variants.Select(one => new Sample(
            one.Values.Count,
            one.Values.Mean - (slope * (one.Covariates.Mean - middle)),
            Math.Max(0, one.Values.Squares - (2 * slope * one.Products) + (slope * slope * one.Covariates.Squares)))).ToArray();
        return new(adjusted, Math.Clamp(1 - (adjusted.Sum(one => one.Squares) / before), 0, 1));
    }
}
