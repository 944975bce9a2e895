namespace Netflix.Personalization.Experiments.Statistics;

/// <summary>The few distributions that tests of experiments need, to about twelve digits: Lanczos' gamma, continued fractions by Lentz.</summary>
internal static class Distributions
{
    /// <summary>From here on Student's t is the normal distribution to nine digits.</summary>
    private const double ManyDegrees = 1e7;

    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;
    private const int MostSteps = 20_000; // the fraction of the beta takes about the root of its parameters

    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    internal static double NormalCdf(double x) => x < 0 ? UpperGamma(0.5, x * x / 2) / 2 : 1 - (UpperGamma(0.5, x * x / 2) / 2);

    /// <param name="p">Within 0 and 1, both excluded.</param>
    internal static double NormalQuantile(double p) => Invert(x => NormalCdf(x), p, -40, 40);

    /// <summary>The chance of a t at least this far from 0, on either side.</summary>
    internal static double StudentTwoSided(double t, double degrees) => degrees > ManyDegrees
        ? UpperGamma(0.5, t * t / 2)
        : IncompleteBeta(degrees / (degrees + (t * t)), degrees / 2, 0.5);

    /// <summary>The t that is exceeded, on either side, with this chance.</summary>
    internal static double StudentCritical(double alpha, double degrees) => degrees > ManyDegrees
        ? NormalQuantile(1 - (alpha / 2))
        : Invert(t => 1 - StudentTwoSided(t, degrees), 1 - alpha, 0, 1e6);

    /// <summary>The chance of a chi-square at least this large.</summary>
    internal static double ChiSquareUpper(double chiSquare, double degrees) => UpperGamma(degrees / 2, chiSquare / 2);

    internal static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        var (sum, shifted) = (Lanczos[0], x - 1);
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (shifted + i);
        }

        var t = shifted + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((shifted + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    /// <summary>The regularised incomplete beta I_x(a, b).</summary>
    internal static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        if (x > (a + 1) / (a + b + 2)) // there the fraction of the other tail is the quick one
        {
            return 1 - IncompleteBeta(1 - x, b, a);
        }

        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        return front * Fraction(step =>
        {
            var m = step / 2;
            return step == 0 ? 1
                : step % 2 == 0 ? m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)))
                : -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
        });
    }

    /// <summary>The regularised upper incomplete gamma Q(a, x).</summary>
    internal static double UpperGamma(double a, double x)
    {
        if (x <= 0)
        {
            return 1;
        }

        var front = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            var (term, sum) = (1 / a, 1 / a);
            for (var n = 1; n < MostSteps && Math.Abs(term) > Math.Abs(sum) * Precision; n++)
            {
                term *= x / (a + n);
                sum += term;
            }

            return 1 - (front * sum);
        }

        var (b, c) = (x + 1 - a, 1 / Tiny);
        var d = 1 / b;
        var value = d;
        for (var n = 1; n < MostSteps; n++)
        {
            var numerator = -n * (n - a);
            b += 2;
            d = 1 / NotZero((numerator * d) + b);
            c = NotZero(b + (numerator / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                break;
            }
        }

        return front * value;
    }

    /// <summary>The value of 1/(1 + n1/(1 + n2/(1 + ...))) with the given numerators, n0 being 1: Lentz' way.</summary>
    private static double Fraction(Func<int, double> numerator)
    {
        var (value, c, d) = (Tiny, Tiny, 0.0);
        for (var step = 0; step < MostSteps; step++)
        {
            var n = numerator(step);
            d = 1 / NotZero(1 + (n * d));
            c = NotZero(1 + (n / c));
            value *= c * d;
            if (step > 0 && Math.Abs((c * d) - 1) < Precision)
            {
                break;
            }
        }

        return value;
    }

    private static double NotZero(double x) => Math.Abs(x) < Tiny ? Tiny : x;

    /// <summary>Where a rising function takes the value, by halving.</summary>
    private static double Invert(Func<double, double> rising, double value, double low, double high)
    {
        for (var i = 0; i < 200 && high - low > 1e-13 * Math.Max(1, Math.Abs(low)); i++)
        {
            var middle = (low + high) / 2;
            if (rising(middle) < value)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }
}
