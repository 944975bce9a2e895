namespace Netflix.Catalog.Tests;

public class MaturityTests
{
    [TestCase("G", 0)]
    [TestCase("pg-13", 13)]
    [TestCase("TV-MA", 17)]
    [TestCase("12A", 12)]
    [TestCase("7", 7)]
    [TestCase("16+", 16)]
    [TestCase(null, Maturity.Unrated)]
    [TestCase("nonsense", Maturity.Unrated)]
    [TestCase("99", Maturity.Unrated)]
    public void Of_Rating_IsAnAge(string? rating, int age) => Assert.That(Maturity.Of(rating), Is.EqualTo(age));
}
