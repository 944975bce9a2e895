using Netflix.Personalization.Experiments.Statistics;

namespace Netflix.Personalization.Tests.Experiments;

/// <summary>Against printed tables and R.</summary>
public sealed class DistributionsTests
{
    [TestCase(0, 0.5)]
    [TestCase(1.959963984540054, 0.975)]
    [TestCase(-1.6448536269514722, 0.05)]
    [TestCase(-6, 9.865876450376981e-10)]
    public void Normal_AsTabulated(double x, double p)
    {
        Assert.That(Distributions.NormalCdf(x), Is.EqualTo(p).Within(1e-12));
        Assert.That(Distributions.NormalQuantile(p), Is.EqualTo(x).Within(1e-7));
    }

    [TestCase(0.05, 1, 12.706204736432095)]
    [TestCase(0.05, 10, 2.2281388519649385)]
    [TestCase(0.01, 30, 2.7499956535672)]
    [TestCase(0.05, 1e6, 1.9599663)]
    [TestCase(0.05, 1e9, 1.9599640)]
    public void StudentCritical_AsTabulated(double alpha, double degrees, double t)
    {
        Assert.That(Distributions.StudentCritical(alpha, degrees), Is.EqualTo(t).Within(1e-6));
        Assert.That(Distributions.StudentTwoSided(t, degrees), Is.EqualTo(alpha).Within(1e-8));
    }

    [Test]
    public void Student_NearItsChangeToTheNormal_HasNoStep() =>
        Assert.That(Distributions.StudentTwoSided(2, 0.999e7), Is.EqualTo(Distributions.StudentTwoSided(2, 1.001e7)).Within(1e-7));

    [TestCase(10.827566170662733, 1, 0.001)]
    [TestCase(5.991464547107979, 2, 0.05)]
    [TestCase(18.307038053275146, 10, 0.05)]
    [TestCase(0, 3, 1)]
    public void ChiSquare_AsTabulated(double chiSquare, double degrees, double p) =>
        Assert.That(Distributions.ChiSquareUpper(chiSquare, degrees), Is.EqualTo(p).Within(1e-10));

    [TestCase(0.5, 2, 3, 0.6875)]
    [TestCase(0.2, 1, 1, 0.2)]
    [TestCase(0.9, 5, 2, 0.885735)]
    [TestCase(0, 2, 2, 0)]
    [TestCase(1, 2, 2, 1)]
    public void IncompleteBeta_AsComputedByHand(double x, double a, double b, double value) =>
        Assert.That(Distributions.IncompleteBeta(x, a, b), Is.EqualTo(value).Within(1e-12));

    [TestCase(0.5, 0.5723649429247001)]
    [TestCase(10, 12.801827480081469)]
    [TestCase(1e5, 1051287.7089736538)]
    public void LogGamma_AsTabulated(double x, double value) =>
        Assert.That(Distributions.LogGamma(x), Is.EqualTo(value).Within(1e-12 * Math.Max(10, value)));
}
