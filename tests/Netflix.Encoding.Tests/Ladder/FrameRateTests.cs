using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Tests.Ladder;

public class FrameRateTests
{
    [TestCase("24/1", 24, "24/1")]
    [TestCase("24000/1001", 23.976, "24000/1001")]
    [TestCase("25/1", 25.01, "25/1")]
    [TestCase("15/1", 15, "15/1", Description = "slow, but steady")]
    [TestCase("90000/1", 29.9, "30000/1001", Description = "a phone's time base is no rate")]
    [TestCase("30/1", 21.3, "24000/1001", Description = "frames are missing: not steady")]
    [TestCase("120/1", 120, "60/1")]
    [TestCase("120000/1001", 119.88, "60000/1001")]
    [TestCase("100/1", 100, "50/1")]
    [TestCase("144/1", 144, "48/1")]
    [TestCase("165/1", 165, "60/1")]
    [TestCase("0/0", 24.9, "25/1")]
    [TestCase("1/1", 1, "24000/1001")]
    public void Source_IsEncodedAtASteadyRate(string nominal, double measured, string rate) =>
        Assert.That(FrameRate.For(FrameRate.Parse(nominal), measured).ToString(), Is.EqualTo(rate));
}
