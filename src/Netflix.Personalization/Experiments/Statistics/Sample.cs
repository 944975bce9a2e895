namespace Netflix.Personalization.Experiments.Statistics;

/// <summary>What tests need of one variant's accounts.</summary>
/// <param name="Squares">The sum of squared distances from the mean.</param>
internal readonly record struct Sample(long Count, double Mean, double Squares)
{
    internal double Variance => Count > 1 ? Squares / (Count - 1) : 0;

    /// <summary>In one pass, by Welford: sums of squares alone lose their digits.</summary>
    internal static Sample Of(IEnumerable<double> values)
    {
        var (count, mean, squares) = (0L, 0.0, 0.0);
        foreach (var value in values)
        {
            count++;
            var distance = value - mean;
            mean += distance / count;
            squares += distance * (value - mean);
        }

        return new(count, mean, squares);
    }
}

/// <summary>A difference from control, with the limits within which it lies, and how seldom chance alone would show as much.</summary>
internal sealed record Estimate(double Effect, double Low, double High, double PValue)
{
    internal bool IsSignificant => Low > 0 || High < 0;
}
