using System.Diagnostics;
using System.Net;
using Netflix.ServiceDefaults.Region;

namespace Netflix.ServiceDefaults.Tests;

internal sealed class RegionTests
{
    private static CountryDatabase Database()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Netflix.sln")))
        {
            folder = folder.Parent!;
        }

        return CountryDatabase.Read(Path.Combine(folder.FullName, "node_modules", "@ip-location-db", "iptoasn-country-mmdb", "iptoasn-country.mmdb"));
    }

    [TestCase("8.8.8.8", "US")]
    [TestCase("::ffff:8.8.8.8", "US")]
    [TestCase("193.213.112.4", "NO")]
    [TestCase("212.58.244.1", "GB")]
    [TestCase("2001:4860:4860::8888", "US")]
    [TestCase("2001:200::1", "JP")]
    [TestCase("192.0.2.1", null)]
    [TestCase("0.0.0.0", null)]
    [TestCase("255.255.255.255", null)]
    [TestCase("::", null)]
    [TestCase("2001:db8::1", null)]
    [TestCase("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    public void Address_IsInItsCountry(string address, string? country) =>
        Assert.That(Database().Find(IPAddress.Parse(address)), Is.EqualTo(country));

    [Test]
    public void EveryAddress_HasTwoLettersOrNone()
    {
        var database = Database();
        var random = new Random(7);
        var bytes = new byte[16];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)(0x20 | (bytes[0] & 0x0f));
            Assert.That(database.Find(new IPAddress(bytes)), Is.Null.Or.Match("^[A-Z]{2}$"));
            Assert.That(database.Find(new IPAddress(bytes.AsSpan(0, 4))), Is.Null.Or.Match("^[A-Z]{2}$"));
        }
    }

    [Test]
    public void LookUp_AllocatesNothing()
    {
        var database = Database();
        var address = IPAddress.Parse("193.213.112.4");
        database.Find(address);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100_000; i++)
        {
            database.Find(address);
        }

        TestContext.Out.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalNanoseconds / 100_000:0} ns a look-up");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    [Test]
    public void OtherFile_IsRefused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "1.0.0.0,1.0.0.255,AU");
            Assert.That(() => CountryDatabase.Read(file), Throws.TypeOf<InvalidDataException>());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("203.0.113.0/24", "203.0.113.0", true)]
    [TestCase("203.0.113.0/24", "203.0.113.255", true)]
    [TestCase("203.0.113.0/24", "203.0.114.0", false)]
    [TestCase("203.0.113.0/24", "203.0.112.255", false)]
    [TestCase("203.0.113.77/24", "203.0.113.1", true)]
    [TestCase("203.0.113.7", "203.0.113.7", true)]
    [TestCase("203.0.113.7", "203.0.113.8", false)]
    [TestCase("203.0.113.0/24", "::ffff:203.0.113.9", true)]
    [TestCase("0.0.0.0/0", "255.255.255.255", true)]
    [TestCase("0.0.0.0/0", "2001:db8::1", false)]
    [TestCase("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [TestCase("2001:db8::/32", "2001:db9::", false)]
    [TestCase("::/0", "2001:db8::1", true)]
    public void Network_HoldsItsAddresses(string network, string address, bool holds)
    {
        var filler = new[] { "1.2.3.0/24", "203.0.110.0/24", "203.0.120.0/24", "2001:1::/32", "3000::/16" };
        var set = new NetworkSet(filler.Append(network).Select(text => NetworkSet.Parse(text)!.Value));

        Assert.That(set.Contains(IPAddress.Parse(address)), Is.EqualTo(holds));
    }

    [Test]
    public void OverlappingAndNeighbouringNetworks_BecomeOneRange()
    {
        var set = new NetworkSet(new[] { "10.0.0.0/25", "10.0.0.128/25", "10.0.0.64/26", "10.0.1.0/24", "::ffff:0:0/96" }.Select(text => NetworkSet.Parse(text)!.Value));

        Assert.That(set.Count, Is.EqualTo(1));
    }

    [TestCase("203.0.113.0/33")]
    [TestCase("203.0.113.0/-1")]
    [TestCase("203.0.113.0/x")]
    [TestCase("nowhere")]
    [TestCase("")]
    public void NoNetwork_IsNull(string text) => Assert.That(NetworkSet.Parse(text), Is.Null);
}
