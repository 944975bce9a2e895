namespace Netflix.Bench.Recommend;

/// <summary>Paired bootstrap: the profiles are drawn anew with replacement, for both ways of ranking the same ones.</summary>
internal static class Bootstrap
{
    internal const int Draws = 2_000;

    /// <summary>The mean difference and its 95 % interval.</summary>
    internal static (double Mean, double Low, double High) Difference(IReadOnlyList<double> a, IReadOnlyList<double> b, int seed = 1)
    {
        if (a.Count != b.Count || a.Count == 0)
        {
            throw new ArgumentException("Pairs are needed.", nameof(b));
        }

        var random = new Random(seed);
        var differences = a.Zip(b, (x, y) => x - y).ToArray();
        var means = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++)
            {
                sum += differences[random.Next(differences.Length)];
            }

            means[draw] = sum / differences.Length;
        }

        Array.Sort(means);
        return (differences.Average(), means[(int)(Draws * 0.025)], means[(int)(Draws * 0.975)]);
    }
}
