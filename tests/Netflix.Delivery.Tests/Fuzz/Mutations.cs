namespace Netflix.Delivery.Tests.Fuzz;

/// <summary>
/// Texts that are nearly right, which is where parsers go wrong: a good one, cut, doubled, stretched, and with what has meaning
/// to some reader in it. The same seed gives the same texts.
/// </summary>
internal sealed class Mutations(int seed)
{
    private static readonly string[] Pieces =
    [
        "/", "//", "..", "../", "/../", "./", "\\", "%2e%2e", "%2f", "%00", "%", "%zz", "\0", "\r\n", "\n", "\t", " ", "  ", ",", ", ", ";", "=", "-", "--", "+", "*", "\"", "\"\"",
        "W/", "w/", "bytes=", "bytes", "BYTES=", "items=", "0", "00", "1", "9", "-1", "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999999", "0x10", "1e3", "٣", "é", "Ａ", "\ud83d", "\udc00", "\ufeff", "\u2025", "media", "assets", "v720", "v1080", "t720", ".m4s", ".mp4", ".M4S", ".jpg", ".m3u8",
        "con", "{", "}", "AAAA", "====", "_", "~", "?", "#", "?x=1", "null",
    ];

    private readonly Random random = new(seed);

    internal int Next(int below) => random.Next(below);

    internal T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    internal string Hex(int length) => string.Create(length, random, static (span, random) =>
    {
        foreach (ref var letter in span)
        {
            letter = "0123456789abcdef"[random.Next(16)];
        }
    });

    /// <summary>The text as it is, one time in four; else with one to three changes.</summary>
    internal string Of(string text)
    {
        if (random.Next(4) == 0)
        {
            return text;
        }

        for (var changes = random.Next(3); changes >= 0; changes--)
        {
            text = Change(text);
        }

        return text;
    }

    private string Change(string text)
    {
        var at = random.Next(text.Length + 1);
        var end = Math.Min(text.Length, at + random.Next(1, 9));
        return random.Next(9) switch
        {
            0 => text[..at],
            1 => text[at..],
            2 => text.Remove(at, end - at),
            3 => text.Insert(at, text[at..end]),
            4 => text.Insert(at, Pick(Pieces)),
            5 => string.Concat(text.AsSpan(0, at), Pick(Pieces), text.AsSpan(end)),
            6 => text.Insert(at, ((char)random.Next(1, random.Next(3) == 0 ? 0x10000 : 0x80)).ToString()),
            7 when at < text.Length => string.Concat(text.AsSpan(0, at), [(char)(text[at] ^ (1 << random.Next(7)))], text.AsSpan(at + 1)),
            8 when random.Next(20) == 0 => text.Insert(at, new string(text.Length > 0 ? text[Math.Min(at, text.Length - 1)] : 'a', random.Next(2000))),
            _ => text,
        };
    }
}
