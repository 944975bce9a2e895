namespace Netflix.Catalog;

/// <summary>One country's age ratings, each with the age from which a title is suitable.</summary>
/// <param name="Codes">What stands before the colon in a rating: "DE:12", "FSK:12". Empty: its labels stand alone.</param>
internal sealed record RatingSystem(string[] Codes, string Name, IReadOnlyDictionary<string, int> Ages)
{
    internal RatingSystem(string codes, string name, params (string Label, int Age)[] ages)
        : this(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), name, ages.ToDictionary(item => item.Label, item => item.Age, StringComparer.OrdinalIgnoreCase))
    {
    }
}

/// <summary>
/// Age ratings of several systems on one scale: the age from which a title is suitable, 0 to 18. Labels of MPA, the TV
/// guidelines and BBFC, and plain ages, stand alone; those of other systems carry its code, as their letters clash: "AU:M" is
/// 15, "BR:L" is 0. Guidance without an age (PG) counts as 8, as BBFC explains its own; an age of 19 (Korea) as 18.
/// </summary>
internal static class Maturity
{
    /// <summary>For a title without a rating, or with one we do not know: not for kids.</summary>
    internal const int Unrated = 16;

    internal static readonly IReadOnlyList<RatingSystem> Systems =
    [
        new("", "MPA, United States", ("G", 0), ("PG", 8), ("PG-13", 13), ("R", 17), ("NC-17", 18)),
        new("", "TV Parental Guidelines, United States", ("TV-Y", 0), ("TV-G", 0), ("TV-Y7", 7), ("TV-Y7-FV", 7), ("TV-PG", 8), ("TV-14", 14), ("TV-MA", 17)),
        new("", "BBFC, United Kingdom", ("U", 0), ("12A", 12), ("R18", 18)),
        new("", "Any age", ("ALL", 0)),
        new("US MPA", "MPA, United States", ("G", 0), ("PG", 8), ("PG-13", 13), ("R", 17), ("NC-17", 18)),
        new("GB BBFC", "BBFC, United Kingdom", ("U", 0), ("PG", 8), ("12A", 12), ("12", 12), ("15", 15), ("18", 18), ("R18", 18)),
        new("IE IFCO", "IFCO, Ireland", ("G", 0), ("PG", 8), ("12A", 12), ("15A", 15), ("16", 16), ("18", 18)),
        new("DE FSK", "FSK, Germany", ("0", 0), ("6", 6), ("12", 12), ("16", 16), ("18", 18)),
        new("FR CNC", "CNC, France", ("U", 0), ("TP", 0), ("10", 10), ("12", 12), ("16", 16), ("18", 18)),
        new("NL KIJKWIJZER", "Kijkwijzer, Netherlands", ("AL", 0), ("6", 6), ("9", 9), ("12", 12), ("14", 14), ("16", 16), ("18", 18)),
        new("JP EIRIN", "EIRIN, Japan", ("G", 0), ("PG12", 12), ("R15", 15), ("R18", 18)),
        new("AU ACB", "Classification Board, Australia", ("G", 0), ("PG", 8), ("M", 15), ("MA15", 15), ("R18", 18), ("X18", 18)),
        new("BR ClassInd", "ClassInd, Brazil", ("L", 0), ("10", 10), ("12", 12), ("14", 14), ("16", 16), ("18", 18)),
        new("IN CBFC", "CBFC, India", ("U", 0), ("UA", 12), ("UA7", 7), ("UA13", 13), ("UA16", 16), ("A", 18), ("S", 18)),
        new("KR KMRB", "KMRB, Korea", ("ALL", 0), ("7", 7), ("12", 12), ("15", 15), ("18", 18), ("19", 18)),
        new("SE", "Mediemyndigheten, Sweden", ("BTL", 0), ("7", 7), ("11", 11), ("15", 15)),
        new("DK", "Medierådet, Denmark", ("A", 0), ("7", 7), ("11", 11), ("15", 15)),
        new("NO", "Medietilsynet, Norway", ("A", 0), ("6", 6), ("9", 9), ("12", 12), ("15", 15), ("18", 18)),
        new("FI KAVI", "KAVI, Finland", ("S", 0), ("7", 7), ("12", 12), ("16", 16), ("18", 18)),
        new("ES ICAA", "ICAA, Spain", ("A", 0), ("7", 7), ("12", 12), ("16", 16), ("18", 18), ("X", 18)),
        new("IT", "Ministry of Culture, Italy", ("T", 0), ("6", 6), ("14", 14), ("18", 18)),
        new("CA", "Film boards, Canada", ("G", 0), ("PG", 8), ("14A", 14), ("18A", 18), ("R", 18)),
    ];

    private static readonly Dictionary<string, int> Alone = Systems.Where(system => system.Codes.Length == 0).SelectMany(system => system.Ages)
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, RatingSystem> ByCode = Systems.SelectMany(system => system.Codes.Select(code => (code, system)))
        .ToDictionary(item => item.code, item => item.system, StringComparer.OrdinalIgnoreCase);

    internal static bool IsKnown(string rating) => TryAge(rating, out _);

    internal static int Of(string? rating) => rating is not null && TryAge(rating, out var age) ? age : Unrated;

    private static bool TryAge(string rating, out int age)
    {
        var text = rating.Trim();
        if (Alone.TryGetValue(text, out age))
        {
            return true;
        }

        // "FSK:12", "FSK 12" and "FSK-12"; "MA15+" is printed with and without its plus, "UA 13+" with a space.
        var (end, number) = (text.IndexOfAny([':', ' ', '-']), text.TrimEnd('+'));
        return end > 0 && ByCode.TryGetValue(text[..end], out var system)
            ? system.Ages.TryGetValue(number[(end + 1)..].Replace(" ", "", StringComparison.Ordinal), out age)
            : int.TryParse(number, out age) && age is >= 0 and <= 18;
    }
}
