using System.Text;
using System.Text.RegularExpressions;

namespace Netflix.Encoding.Text;

using Encoding = System.Text.Encoding;

/// <summary>
/// Finds the encoding of a text file. Marks and validity decide where they can (a byte-order mark, zero bytes, UTF-8,
/// ISO-2022-JP); among the rest the one whose letters look most like a language (<see cref="Plausibility"/>).
/// </summary>
internal static partial class TextEncoding
{
    private const int SampleBytes = 256 << 10;
    private const double MostControls = 0.02;
    private const int LeastGood = 5; // letters of other encodings seldom make what UTF-8 allows: bad ones are the rule there
    private const int MostZeros = 20; // of so many bytes one: fewer than any wide encoding has

    internal static (string Text, string Encoding) Decode(ReadOnlySpan<byte> bytes)
    {
        if (Marked(bytes) is { } marked)
        {
            return (marked.GetString(bytes[marked.Preamble.Length..]), marked.WebName);
        }

        if (bytes.Contains((byte)0))
        {
            if (Wide(bytes) is { } wide)
            {
                return (wide.GetString(bytes), wide.WebName);
            }

            // Some programs end each text in a container with one.
            return bytes.Count((byte)0) <= bytes.Length / MostZeros ? Decode(bytes.ToArray().Where(one => one != 0).ToArray()) : throw NoText();
        }

        var controls = bytes.Length - CountText(bytes);
        if (controls > bytes.Length * MostControls + 4)
        {
            throw NoText();
        }

        // Before ASCII, which it looks like.
        if (bytes.IndexOf("\x1b$B"u8) >= 0 || bytes.IndexOf("\x1b$@"u8) >= 0)
        {
            return Plain(Page(50220), bytes);
        }

        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Plain(Encoding.UTF8, bytes);
        }

        if (Declared(bytes) is { } declared)
        {
            return Plain(declared, bytes);
        }

        // A slip of a few bytes in what is UTF-8 otherwise.
        if (LooksLikeUtf8(bytes))
        {
            return Plain(Encoding.UTF8, bytes);
        }

        var (page, score) = Plausibility.Best(Sample(bytes));
        return score > 0 ? Plain(Page(page), bytes) : throw NoText();
    }

    internal static Encoding Page(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);

    private static (string, string) Plain(Encoding encoding, ReadOnlySpan<byte> bytes) => (encoding.GetString(bytes), encoding.WebName);

    private static SubtitlesRefusedException NoText() => new("The file is not a text file: send subtitles as SubRip, WebVTT, SubStation or TTML.");

    private static Encoding? Marked(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) ? new UTF32Encoding(bigEndian: false, byteOrderMark: true)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? new UTF32Encoding(bigEndian: true, byteOrderMark: true)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true)
        : null;

    /// <summary>Digits, line ends and arrows have a zero byte in UTF-16, always on the same side, whatever the language.</summary>
    private static UnicodeEncoding? Wide(ReadOnlySpan<byte> bytes)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            even += bytes[i] == 0 ? 1 : 0;
            odd += bytes[i + 1] == 0 ? 1 : 0;
        }

        var (more, less) = (Math.Max(even, odd), Math.Min(even, odd));
        return more > bytes.Length / 20 && less <= more / 20 ? new UnicodeEncoding(bigEndian: even > odd, byteOrderMark: false) : null;
    }

    private static int CountText(ReadOnlySpan<byte> bytes)
    {
        var text = 0;
        foreach (var one in bytes)
        {
            text += one >= 0x20 || one is (byte)'\n' or (byte)'\r' or (byte)'\t' or 0x0C or 0x1A or 0x1B ? 1 : 0;
        }

        return text;
    }

    /// <summary>What an XML document says of itself; a wrong name is no declaration.</summary>
    private static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 200)]);
        if (XmlDeclaration().Match(head) is not { Success: true } match || match.Groups[1].Value.StartsWith("utf", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(match.Groups[1].Value) ?? Encoding.GetEncoding(match.Groups[1].Value);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The lines that are not ASCII, up to a bound: they tell, and each page is tried on them.</summary>
    private static byte[] Sample(ReadOnlySpan<byte> bytes)
    {
        var sample = new List<byte>();
        while (bytes.Length > 0 && sample.Count < SampleBytes)
        {
            var end = bytes.IndexOf((byte)'\n') is >= 0 and var at ? at + 1 : bytes.Length;
            var line = bytes[..Math.Min(end, SampleBytes)];
            if (line.ContainsAnyExceptInRange((byte)0, (byte)0x7F))
            {
                sample.AddRange(line);
            }

            bytes = bytes[end..];
        }

        return [.. sample];
    }

    private static bool LooksLikeUtf8(ReadOnlySpan<byte> bytes)
    {
        var (good, bad) = (0, 0);
        while (bytes.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            _ = status != System.Buffers.OperationStatus.Done ? bad++ : length > 1 ? good++ : 0;
            bytes = bytes[length..];
        }

        return good > LeastGood * bad;
    }

    [GeneratedRegex("""^\s*<\?xml[^>]{0,100}\sencoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")]
    private static partial Regex XmlDeclaration();
}
