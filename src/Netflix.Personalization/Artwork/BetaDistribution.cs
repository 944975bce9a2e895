namespace Netflix.Personalization.Artwork;

/// <summary>Draws from a Beta distribution: what a click rate may be after so many clicks of so many showings.</summary>
internal static class BetaDistribution
{
    internal static double Sample(double alpha, double beta, Random random)
    {
        var x = Gamma(alpha, random);
        var y = Gamma(beta, random);
        return x + y > 0 ? x / (x + y) : alpha / (alpha + beta);
    }

    /// <summary>Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26(3), 2000.</summary>
    private static double Gamma(double shape, Random random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = 1 + c * normal;
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - random.NextDouble()) < 0.5 * normal * normal + d - d * v + d * Math.Log(v))
            {
                return d * v;
            }
        }
    }
}
