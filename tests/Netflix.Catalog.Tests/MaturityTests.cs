namespace Netflix.Catalog.Tests;

public class MaturityTests
{
    [TestCase("G", 0)]
    [TestCase("pg-13", 13)]
    [TestCase("TV-MA", 17)]
    [TestCase("TV-14", 14)]
    [TestCase("12A", 12)]
    [TestCase("7", 7)]
    [TestCase("16+", 16)]
    [TestCase("US:PG-13", 13)]
    [TestCase("GB:18", 18)]
    [TestCase("FSK:12", 12)]
    [TestCase("FSK 16", 16)]
    [TestCase("fsk-6", 6)]
    [TestCase("DE:0", 0)]
    [TestCase("FR:U", 0)]
    [TestCase("CNC:10", 10)]
    [TestCase("NL:AL", 0)]
    [TestCase("Kijkwijzer:14", 14)]
    [TestCase("EIRIN:R15+", 15)]
    [TestCase("AU:M", 15)]
    [TestCase("AU:MA15+", 15)]
    [TestCase("AU:PG", 8)]
    [TestCase("BR:L", 0)]
    [TestCase("BR:14", 14)]
    [TestCase("IN:UA 13+", 13)]
    [TestCase("IN:A", 18)]
    [TestCase("NO:A", 0)]
    [TestCase("KR:19", 18)]
    [TestCase("SE:Btl", 0)]
    [TestCase("DK:11", 11)]
    [TestCase(null, Maturity.Unrated)]
    [TestCase("nonsense", Maturity.Unrated)]
    [TestCase("99", Maturity.Unrated)]
    [TestCase("-1", Maturity.Unrated)]
    [TestCase("", Maturity.Unrated)]
    [TestCase("M", Maturity.Unrated)]
    [TestCase("AU:", Maturity.Unrated)]
    [TestCase("AU:Z", Maturity.Unrated)]
    [TestCase("DE:7", Maturity.Unrated)]
    [TestCase("XX:12", Maturity.Unrated)]
    public void Of_Rating_IsAnAge(string? rating, int age) => Assert.That(Maturity.Of(rating), Is.EqualTo(age));

    [Test]
    public void EveryLabel_IsReadAsItsOwnAge()
    {
        foreach (var system in Maturity.Systems)
        {
            foreach (var (label, age) in system.Ages)
            {
                foreach (var rating in system.Codes.Length == 0 ? [label] : system.Codes.Select(code => $"{code}:{label}"))
                {
                    Assert.That((Maturity.IsKnown(rating), Maturity.Of(rating)), Is.EqualTo((true, age)), rating);
                }
            }
        }
    }
}
