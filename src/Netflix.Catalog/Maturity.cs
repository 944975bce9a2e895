namespace Netflix.Catalog;

/// <summary>Age ratings of several systems on one scale: the age from which a title is suitable, 0 to 18.</summary>
internal static class Maturity
{
    /// <summary>For a title without a rating, or with one we do not know: not for kids.</summary>
    internal const int Unrated = 16;

    private static readonly Dictionary<string, int> Ages = new(StringComparer.OrdinalIgnoreCase)
    {
        // MPA
        ["G"] = 0, ["PG"] = 8, ["PG-13"] = 13, ["R"] = 17, ["NC-17"] = 18,
        // TV Parental Guidelines
        ["TV-Y"] = 0, ["TV-G"] = 0, ["TV-Y7"] = 7, ["TV-PG"] = 8, ["TV-14"] = 14, ["TV-MA"] = 17,
        // BBFC, and plain ages (FSK, PEGI-like, Statens medieråd)
        ["U"] = 0, ["12A"] = 12, ["ALL"] = 0,
    };

    internal static bool IsKnown(string rating) => TryAge(rating, out _);

    internal static int Of(string? rating) => rating is not null && TryAge(rating, out var age) ? age : Unrated;

    private static bool TryAge(string rating, out int age) =>
        Ages.TryGetValue(rating, out age) || (int.TryParse(rating.TrimEnd('+'), out age) && age is >= 0 and <= 18);
}
