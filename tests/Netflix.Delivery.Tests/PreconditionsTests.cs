using Microsoft.AspNetCore.Http;
using Netflix.Delivery.Serving;

namespace Netflix.Delivery.Tests;

[Parallelizable(ParallelScope.All)]
internal sealed class PreconditionsTests
{
    private const string Tag = "\"abc\"";
    private const int Length = 1000;

    [TestCase("bytes=0-0", 206, 0, 1)]
    [TestCase("bytes=0-", 206, 0, 1000)]
    [TestCase("bytes=200-299", 206, 200, 100)]
    [TestCase("bytes=999-", 206, 999, 1)]
    [TestCase("bytes=900-5000", 206, 900, 100)]
    [TestCase("bytes=-1", 206, 999, 1)]
    [TestCase("bytes=-5000", 206, 0, 1000)]
    [TestCase("BYTES=1-2", 206, 1, 2)]
    [TestCase("bytes=0-99999999999999999999999", 206, 0, 1000)]
    [TestCase("bytes=1000-", 416, 0, 0)]
    [TestCase("bytes=99999999999999999999999-", 416, 0, 0)]
    [TestCase("bytes=-0", 416, 0, 0)]
    [TestCase("bytes=5-2", 200, 0, 1000)]
    [TestCase("bytes=0-1,5-6", 200, 0, 1000)]
    [TestCase("bytes=a-b", 200, 0, 1000)]
    [TestCase("bytes=--5", 200, 0, 1000)]
    [TestCase("bytes=-", 200, 0, 1000)]
    [TestCase("bytes=", 200, 0, 1000)]
    [TestCase("bytes", 200, 0, 1000)]
    [TestCase("items=0-1", 200, 0, 1000)]
    public void Range_SelectsItsBytes(string range, int status, int offset, int length) =>
        Assert.That(Select(("Range", range)), Is.EqualTo(new Selection(status, offset, length)));

    [TestCase("\"abc\"", 304)]
    [TestCase("W/\"abc\"", 304)]
    [TestCase("\"x\", \"abc\"", 304)]
    [TestCase("*", 304)]
    [TestCase("\"x\"", 200)]
    [TestCase("abc", 200)]
    public void IfNoneMatch_ComparesWeakly(string value, int status) =>
        Assert.That(Select(("If-None-Match", value)).Status, Is.EqualTo(status));

    [TestCase("\"abc\"", 200)]
    [TestCase("*", 200)]
    [TestCase("W/\"abc\"", 412)]
    [TestCase("\"x\"", 412)]
    public void IfMatch_ComparesStrongly(string value, int status) =>
        Assert.That(Select(("If-Match", value)).Status, Is.EqualTo(status));

    [TestCase("\"abc\"", 206)]
    [TestCase("\"x\"", 200)]
    [TestCase("W/\"abc\"", 200)]
    [TestCase("Sat, 21 Nov 2026 00:00:00 GMT", 200)]
    public void IfRange_KeepsTheRangeOnlyForTheSameTag(string value, int status) =>
        Assert.That(Select(("Range", "bytes=0-1"), ("If-Range", value)).Status, Is.EqualTo(status));

    [Test]
    public void NotModified_ComesBeforeTheRange() =>
        Assert.That(Select(("Range", "bytes=5000-"), ("If-None-Match", Tag)).Status, Is.EqualTo(304));

    [Test]
    public void Head_HasNoRange() =>
        Assert.That(Preconditions.Select(Headers(("Range", "bytes=0-1")), isHead: true, Tag, Length), Is.EqualTo(new Selection(200, 0, Length)));

    private static Selection Select(params (string Name, string Value)[] headers) =>
        Preconditions.Select(Headers(headers), isHead: false, Tag, Length);

    private static HeaderDictionary Headers(params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        return all;
    }
}
