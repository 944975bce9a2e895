namespace Netflix.Catalog;

/// <summary>How sought a title is: what viewers did, over a first guess.</summary>
internal static class Popularity
{
    private const int LongDescription = 1500;
    private const int LongCast = 15;

    /// <summary>
    /// From what the studio wrote, 0 to 1: titles that matter have long descriptions and casts, and newer ones are sought
    /// more. One play outweighs it.
    /// </summary>
    internal static float FirstGuess(TitleDetails details) =>
        (0.5f * Math.Min(details.Description.Length, LongDescription) / LongDescription) +
        (0.25f * Math.Min(details.Cast.Count, LongCast) / LongCast) +
        (0.25f * Math.Clamp(((details.ReleaseYear ?? 1900) - 1900) / 130f, 0, 1));
}
