namespace Netflix.Bench.Recommend;

/// <summary>How high the titles that a profile came to were ranked; a tie counts as lost.</summary>
internal readonly record struct Accuracy(double Recall20, double Ndcg20, double Ndcg10, double Hit10)
{
    internal const int Depth = 20;

    /// <param name="scores">Of all titles; those not to be ranked are minus infinity.</param>
    internal static Accuracy Of(ReadOnlySpan<float> scores, int[] test)
    {
        Span<int> ranks = test.Length <= 512 ? stackalloc int[test.Length] : new int[test.Length];
        for (var i = 0; i < test.Length; i++)
        {
            var own = scores[test[i]];
            foreach (var score in scores)
            {
                if (score >= own)
                {
                    ranks[i]++; // itself too: ranks begin at 1
                }
            }

            if (float.IsNegativeInfinity(own) || float.IsNaN(own))
            {
                ranks[i] = int.MaxValue;
            }
        }

        return Of(ranks);
    }

    /// <param name="ranks">Of the test titles, from 1.</param>
    internal static Accuracy Of(ReadOnlySpan<int> ranks)
    {
        var (hits, gain20, gain10, hit10) = (0, 0.0, 0.0, 0);
        foreach (var rank in ranks)
        {
            if (rank <= Depth)
            {
                hits++;
                gain20 += 1 / Math.Log2(rank + 1);
            }

            if (rank <= 10)
            {
                hit10 = 1;
                gain10 += 1 / Math.Log2(rank + 1);
            }
        }

        return new(hits / (double)ranks.Length, gain20 / Ideal(Math.Min(Depth, ranks.Length)), gain10 / Ideal(Math.Min(10, ranks.Length)), hit10);
    }

    private static double Ideal(int titles)
    {
        var sum = 0.0;
        for (var i = 1; i <= titles; i++)
        {
            sum += 1 / Math.Log2(i + 1);
        }

        return sum;
    }

    internal static Accuracy Mean(IReadOnlyCollection<Accuracy> all) => all.Count == 0 ? default
        : new(all.Average(one => one.Recall20), all.Average(one => one.Ndcg20), all.Average(one => one.Ndcg10), all.Average(one => one.Hit10));
}
