namespace Netflix.Catalog;

/// <summary>How sought a title is: what viewers did, over a first guess.</summary>
internal static class Popularity
{
    private const int LongDescription = 1500;
    private const int LongCast = 15;
    private const int LongName = 40;

    /// <summary>
    /// From what the studio wrote, 0 to 1: titles that matter have long descriptions and casts, newer ones are sought more,
    /// and a short name is oftener meant than its sequels'. Two plays outweigh it.
    /// </summary>
    internal static float FirstGuess(TitleDetails details) =>
        (0.45f * Math.Min(details.Description.Length, LongDescription) / LongDescription) +
        (0.2f * Math.Min(details.Cast.Count, LongCast) / LongCast) +
        (0.2f * Math.Clamp(((details.ReleaseYear ?? 1900) - 1900) / 130f, 0, 1)) +
        (0.15f * (1 - (Math.Min(details.Name.Length, LongName) / (float)LongName)));
}
