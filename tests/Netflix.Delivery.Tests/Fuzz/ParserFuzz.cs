using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Netflix.Contracts;
using Netflix.Delivery.Serving;
using Netflix.Delivery.Tokens;

namespace Netflix.Delivery.Tests.Fuzz;

/// <summary>
/// A million requests' texts through the parsers themselves, each answer beside that of a second reading written from the RFC
/// and the contract. Nothing throws, nothing reaches beyond the asset, and no case allocates: these four stand on the hot
/// path, where the bound is 0 bytes. Only the name of the next segment is a new text, of at most its own length.
/// </summary>
[Parallelizable(ParallelScope.Children)]
internal sealed partial class ParserFuzz
{
    private const int Cases = 250_000;

    /// <summary>32 letters of id, 97 of name, and a number that has become a digit longer: two bytes each, and the object's head.</summary>
    private const int NextSegmentBytes = 24 + (2 * (MediaPath.MaxKeyLength + 1)) + 8;

    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("NETFLIX_FUZZ_SEED"), out var seed) ? seed : 20261121;
    private static readonly DeliveryOptions Options = new()
    {
        Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()),
        KeyId = 2,
        PreviousKeys = { [1] = Convert.ToBase64String(Enumerable.Range(9, 32).Select(i => (byte)i).ToArray()) },
    };

    [OneTimeSetUp]
    public void Tell() => TestContext.Progress.WriteLine($"Fuzz seed {Seed}; another by NETFLIX_FUZZ_SEED");

    [Test]
    public void Tokens_OpenOnlyAsTheyWereIssued()
    {
        var (mutate, tokens, allocations) = (new Mutations(Seed), new PathTokens(Options), new Allocations());
        var issued = Enumerable.Range(0, 50).Select(i => tokens.Issue(new(Guid.NewGuid(), Guid.NewGuid(), i * 20, DateTimeOffset.UnixEpoch.AddDays(i)))).ToArray();
        var known = issued.ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < Cases; i++)
        {
            var text = mutate.Next(3) == 0 ? Splice(mutate.Pick(issued), mutate.Pick(issued), mutate.Next(PathTokens.Length)) : mutate.Of(mutate.Pick(issued));
            bool read;
            PathPermit permit;
            do
            {
                allocations.Start();
                read = tokens.TryRead(text, out permit);
            }
            while (allocations.Again(text));

            if (read != known.Contains(text) || (!read && permit != default))
            {
                Fail(i, text, $"read: {read}, {permit}");
            }
        }

        NothingIsAllocated(allocations);

        static string Splice(string one, string other, int at) => string.Concat(one.AsSpan(0, at), other.AsSpan(at));
    }

    [Test]
    public void Paths_StayInTheirAsset()
    {
        var (mutate, allocations, next) = (new Mutations(Seed + 1), new Allocations(), new Allocations());
        string[] files = ["v720/1.m4s", "v1080/init.mp4", "a_en/99.m4s", "v480.m3u8", "manifest.mpd", "t240/2147483647.m4s", "sprite-3.jpg", "thumbnails.vtt", "v99999999999/7.m4s"];
        var buffer = new char[MediaPath.MaxKeyLength];
        for (var i = 0; i < Cases; i++)
        {
            var text = MediaPath.Prefix + mutate.Of($"{(mutate.Next(4) == 0 ? "" : "token")}/{Asset(mutate)}/{mutate.Pick(files)}");
            bool parsed;
            int rung;
            MediaPath media;
            ReadOnlySpan<char> key;
            do
            {
                allocations.Start();
                parsed = MediaPath.TryParse(text, out media);
                rung = parsed ? media.Rung : 0;
                key = parsed ? media.WriteKey(buffer) : default;
            }
            while (allocations.Again(text));

            var expected = KeyOf(text);
            if (parsed != expected is not null || !media.Token.SequenceEqual(text.Split('/')[2]) || (parsed && (!key.SequenceEqual(expected) || !IsInside(key.ToString()) || rung != RungOf(expected!))))
            {
                Fail(i, text, $"parsed: {parsed}, key {key}, rung {rung}, expected {expected}");
            }

            if (parsed)
            {
                string? following;
                do
                {
                    next.Start();
                    following = MediaPath.NextSegment(key);
                }
                while (next.Again(text));
                if (!MediaPath.IsKey(key) || (following is not null && !IsInside(following)))
                {
                    Fail(i, text, $"next: {following}");
                }
            }
        }

        NothingIsAllocated(allocations);
        Assert.That(next.Most, Is.LessThanOrEqualTo(NextSegmentBytes), next.Culprit);
    }

    [Test]
    public void Ranges_AreThoseOfTheRfc_AndWithinTheFile()
    {
        var (mutate, allocations) = (new Mutations(Seed + 2), new Allocations());
        int[] lengths = [0, 1, 2, 1000, int.MaxValue];
        for (var i = 0; i < Cases; i++)
        {
            long length = mutate.Next(3) == 0 ? mutate.Next(100_000) : mutate.Pick(lengths);
            var text = mutate.Of(mutate.Next(4) switch { 0 => $"bytes={mutate.Next(2000)}-", 1 => $"bytes=-{mutate.Next(2000)}", _ => $"bytes={mutate.Next(2000)}-{mutate.Next(2000)}" });
            Selection selection;
            do
            {
                allocations.Start();
                selection = Preconditions.Range(text, length);
            }
            while (allocations.Again(text));

            if (selection != RangeOf(text, length) || selection.Offset < 0 || selection.Length < 0 || selection.Offset + selection.Length > length)
            {
                Fail(i, $"{text} of {length}", $"{selection}, expected {RangeOf(text, length)}");
            }
        }

        NothingIsAllocated(allocations);
    }

    [Test]
    public void Conditions_AreThoseOfTheRfc()
    {
        const string Tag = "\"0123456789abcdef0123456789abcdef\"";
        const int Length = 5000;
        var (mutate, allocations) = (new Mutations(Seed + 3), new Allocations());
        string[] tags = [Tag, "W/" + Tag, "*", "\"other\"", $"\"x\", {Tag}", $"{Tag},W/{Tag}", "Sat, 21 Nov 2026 00:00:00 GMT", ""];
        for (var i = 0; i < Cases; i++)
        {
            IHeaderDictionary headers = new HeaderDictionary();
            foreach (var name in (string[])["If-Match", "If-None-Match", "If-Range"])
            {
                if (mutate.Next(2) == 0)
                {
                    headers[name] = mutate.Next(6) == 0 ? new StringValues([mutate.Of(mutate.Pick(tags)), mutate.Of(mutate.Pick(tags))]) : mutate.Of(mutate.Pick(tags));
                }
            }

            if (mutate.Next(2) == 0)
            {
                headers.Range = mutate.Next(10) == 0 ? new StringValues(["bytes=0-1", "bytes=2-3"]) : mutate.Of($"bytes={mutate.Next(6000)}-{mutate.Next(6000)}");
            }

            var isHead = mutate.Next(8) == 0;
            Selection selection;
            do
            {
                allocations.Start();
                selection = Preconditions.Select(headers, isHead, Tag, Length);
            }
            while (allocations.Again("conditions"));

            var expected = SelectionOf(headers, isHead, Tag, Length);
            if (selection != expected)
            {
                Fail(i, string.Join("; ", headers.Select(header => $"{header.Key}: {string.Join('|', header.Value.ToArray())}")), $"{selection}, expected {expected}");
            }
        }

        NothingIsAllocated(allocations);
    }

    private static void NothingIsAllocated(Allocations allocations) => Assert.That(allocations.Most, Is.Zero, allocations.Culprit);

    private static void Fail(int i, string text, string what) => Assert.Fail($"Seed {Seed}, case {i}: {Uri.EscapeDataString(Regex.Replace(text, "[\ud800-\udfff]", "?"))}: {what}");

    private static string Asset(Mutations mutate) => mutate.Next(3) == 0
        ? $"{mutate.Hex(8)}-{mutate.Hex(4)}-{mutate.Hex(4)}-{mutate.Hex(4)}-{mutate.Hex(12)}"
        : mutate.Hex(32);

    /// <summary>The key by the contract's words: two spellings of an id, one or two names of small letters, digits, <c>-</c> and <c>_</c>, a known ending.</summary>
    private static string? KeyOf(string path) =>
        Path().Match(path) is { Success: true } match && match.Groups["file"].Length <= 96 && Guid.TryParse(match.Groups["asset"].ValueSpan, out var asset)
            ? $"{asset:N}/{match.Groups["file"].Value}"
            : null;

    /// <summary>As the file store would resolve it.</summary>
    private static bool IsInside(string key) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine("/store", MediaPath.KeyPrefix + key)) is var file
        && file == $"/store/assets/{key}" && file.StartsWith($"/store/assets/{key.AsSpan(0, 32)}/", StringComparison.Ordinal);

    private static int RungOf(string key) =>
        RungName().Match(key) is { Success: true } match ? (int)BigInteger.Min(int.MaxValue, BigInteger.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) : 0;

    /// <summary>RFC 9110 14.1.2 and 14.2, for one range; what is malformed is not there.</summary>
    private static Selection RangeOf(string range, long length)
    {
        var match = OneRange().Match(range);
        var (first, last) = (match.Groups["first"].Value, match.Groups["last"].Value);
        if (!match.Success || (first.Length == 0 && last.Length == 0))
        {
            return new(200, 0, length);
        }

        if (first.Length == 0)
        {
            var suffix = BigInteger.Min(BigInteger.Parse(last, CultureInfo.InvariantCulture), length);
            return suffix.IsZero ? new(416, 0, 0) : new(206, length - (long)suffix, (long)suffix);
        }

        var from = BigInteger.Parse(first, CultureInfo.InvariantCulture);
        var to = last.Length == 0 ? length : BigInteger.Parse(last, CultureInfo.InvariantCulture);
        return last.Length > 0 && to < from && !(IsEndless(first) && IsEndless(last)) ? new(200, 0, length)
            : from >= length ? new(416, 0, 0)
            : new(206, (long)from, (long)(BigInteger.Min(to, length - 1) - from + 1));
    }

    /// <summary>Numbers of more than 18 digits are all one to us: past the end.</summary>
    private static bool IsEndless(string digits) => digits.TrimStart('0').Length > 18;

    private static Selection SelectionOf(IHeaderDictionary headers, bool isHead, string tag, long length)
    {
        if (headers.TryGetValue("If-Match", out var match) && match.Count > 0 && !match.SelectMany(Tags).Any(one => one == "*" || one == tag))
        {
            return new(412, 0, 0);
        }

        if (headers.TryGetValue("If-None-Match", out var none) && none.SelectMany(Tags).Any(one => one == "*" || Weak(one) == tag))
        {
            return new(304, 0, 0);
        }

        var range = headers.Range;
        return isHead || range.Count != 1 || (headers.TryGetValue("If-Range", out var condition) && condition.Count > 0 && (condition.Count > 1 || condition[0] != tag))
            ? new(200, 0, length)
            : RangeOf(range.ToString(), length);

        static IEnumerable<string> Tags(string? line) => line!.Split(',').Select(one => one.Trim());
        static string Weak(string one) => one.StartsWith("W/", StringComparison.Ordinal) ? one[2..] : one;
    }

    [GeneratedRegex(@"\A/media/[^/]*/(?<asset>[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/(?<file>(?:[a-z0-9_-]+/)?[a-z0-9_-]+\.(?:m4s|mp4|m3u8|mpd|vtt|jpg))\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"\A[0-9a-f]{32}/[vt]([0-9]+)")]
    private static partial Regex RungName();

    [GeneratedRegex(@"\Abytes= *(?<first>[0-9]*)-(?<last>[0-9]*) *\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OneRange();
}
