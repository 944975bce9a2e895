using Netflix.Personalization.Experiments.Statistics;

namespace Netflix.Personalization.Tests.Experiments;

public sealed class ComparisonTests
{
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Test]
    public void Welch_OfStudentsSleepData_IsWhatRSays()
    {
        var estimate = WelchTest.Compare(Sample.Of(First), Sample.Of(Second), 0.05)!;

        Assert.That(estimate.PValue, Is.EqualTo(0.07939414).Within(1e-7));
        Assert.That(estimate.Low, Is.EqualTo(-0.2054832).Within(1e-6));
        Assert.That(estimate.High, Is.EqualTo(3.3654832).Within(1e-6));
        Assert.That(estimate.IsSignificant, Is.False);
    }

    [Test]
    public void Tests_WhereNothingCanBeSaid_SayNothing()
    {
        Sample one = Sample.Of([1]), same = Sample.Of(Enumerable.Repeat(3.0, 100)), other = Sample.Of(Enumerable.Repeat(4.0, 100)), few = Sample.Of(First);

        Assert.That(WelchTest.Compare(one, few, 0.05), Is.Null);
        Assert.That(WelchTest.Compare(same, other, 0.05), Is.Null, "Nothing varies.");
        Assert.That(SequentialTest.Compare(few, few, 0.05, 1000), Is.Null, "Too few for an estimated variance.");
        Assert.That(SequentialTest.Compare(same, other, 0.05, 1000), Is.Null);
        Assert.That(WelchTest.Compare(Sample.Of([double.MaxValue, -double.MaxValue]), few, 0.05), Is.Null, "Overflows are no answer.");
    }

    [TestCase(60, 1000)]
    [TestCase(500, 1000)]
    [TestCase(50_000, 1000)]
    public void Sequential_PValueAndLimits_AgreeAtTheEdge(int accounts, int planned)
    {
        var control = new Sample(accounts, 10, 4.0 * (accounts - 1));
        var limits = SequentialTest.Compare(control, control, 0.05, planned)!;

        var edge = SequentialTest.Compare(control, control with { Mean = 10 + limits.High }, 0.05, planned)!;

        Assert.That(limits.PValue, Is.EqualTo(1));
        Assert.That(edge.PValue, Is.EqualTo(0.05).Within(1e-9));
        Assert.That(edge.Low, Is.EqualTo(0).Within(1e-9));
    }

    /// <summary>The closed form against the mixture itself: the likelihood ratio, integrated over N(0, r variance).</summary>
    [Test]
    public void Sequential_IsTheMixtureOfLikelihoodRatios()
    {
        Sample control = new(400, 0, 399), treated = new(600, 0.18, 599 * 1.5);
        var estimate = SequentialTest.Compare(control, treated, 0.05, 480)!;
        var variance = (1 / 400.0) + (1.5 / 600);
        var tau2 = variance * 240 * ((-2 * Math.Log(0.05)) + Math.Log((-2 * Math.Log(0.05)) + 1)) / 240; // 400 and 600 are as 480 and 480
        var (ratio, step) = (0.0, Math.Sqrt(tau2) / 1000);
        for (var theta = -10 * Math.Sqrt(tau2); theta < 10 * Math.Sqrt(tau2); theta += step)
        {
            ratio += Math.Exp((0.18 * theta / variance) - (theta * theta / (2 * variance)) - (theta * theta / (2 * tau2))) / Math.Sqrt(2 * Math.PI * tau2) * step;
        }

        Assert.That(estimate.PValue, Is.EqualTo(Math.Min(1, 1 / ratio)).Within(1e-6));
        Assert.That(estimate.PValue, Is.LessThan(1));
    }

    [Test]
    public void Cuped_TakesWhatWasForetold_AndNotTheEffect()
    {
        var random = new Random(7);
        var (before, during) = (new List<double>[] { [], [] }, new List<double>[] { [], [] });
        for (var i = 0; i < 20_000; i++)
        {
            var (arm, usual) = (i % 2, Gaussian(random));
            before[arm].Add((10 * usual) + 50);
            during[arm].Add((3 * usual) + (4 * Gaussian(random)) + (arm == 1 ? 0.5 : 0));
        }

        var adjusted = Cuped.Adjust([Cuped.Pairs.Of(during[0], before[0]), Cuped.Pairs.Of(during[1], before[1])])!;
        var (plain, cuped) = (WelchTest.Compare(Sample.Of(during[0]), Sample.Of(during[1]), 0.05)!, WelchTest.Compare(adjusted.Variants[0], adjusted.Variants[1], 0.05)!);

        Assert.That(adjusted.VarianceReduction, Is.EqualTo(9.0 / 25).Within(0.02)); // r^2
        Assert.That((cuped.High - cuped.Low) / (plain.High - plain.Low), Is.EqualTo(4.0 / 5).Within(0.02));
        Assert.That(cuped.Low, Is.LessThan(0.5));
        Assert.That(cuped.High, Is.GreaterThan(0.5));
    }

    [Test]
    public void Cuped_OfACovariateThatIsTheSameForAll_IsNone() =>
        Assert.That(Cuped.Adjust([Cuped.Pairs.Of(First, new double[10]), Cuped.Pairs.Of(Second, new double[10])]), Is.Null);

    [TestCase(new long[] { 5000, 5000 }, new[] { 1, 1 }, 1, false)]
    [TestCase(new long[] { 4850, 5150 }, new[] { 1, 1 }, 0.0026998, false)]
    [TestCase(new long[] { 4800, 5200 }, new[] { 1, 1 }, 6.334e-5, true)]
    [TestCase(new long[] { 9000, 1000 }, new[] { 9, 1 }, 1, false)]
    [TestCase(new long[] { 0, 0 }, new[] { 1, 1 }, 1, false)]
    public void SampleRatio_AsComputedByHand(long[] counts, int[] weights, double p, bool alarm)
    {
        var outcome = SampleRatio.Check(counts, weights);

        Assert.That(outcome.PValue, Is.EqualTo(p).Within(1e-6));
        Assert.That(outcome.Alarm, Is.EqualTo(alarm));
    }

    [TestCase(0.5, 63)]
    [TestCase(0.2, 393)]
    public void Power_AsInTextbooks(double standardized, double accounts)
    {
        Assert.That(Power.AccountsFor(standardized, 1, 0.05, 0.8), Is.EqualTo(accounts));
        Assert.That(Power.Of(accounts, standardized, 1, 0.05), Is.EqualTo(0.8).Within(0.005));
        Assert.That(Power.Of(accounts, 0, 1, 0.05), Is.EqualTo(0.05).Within(1e-9), "Without an effect it is the chance of a false alarm.");
    }

    internal static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
