namespace Netflix.Personalization.Home;

/// <summary>
/// Two places of the first row are for titles that the ranking put lower: without them a model sees only what it already
/// believes. Their probability is kept, so that what they earned can be told.
/// </summary>
internal static class Exploration
{
    /// <summary>How far down the ranking it looks.</summary>
    internal const int Further = 40;

    /// <summary>Not the first, where a wrong title hurts most.</summary>
    private static readonly int[] Places = [4, 11];

    /// <param name="ranked">The best first, more than are shown.</param>
    internal static IReadOnlyList<HomeItem> Mix(IReadOnlyList<HomeItem> ranked, int length, Random random)
    {
        var shown = ranked.Take(length).ToList();
        var further = ranked.Skip(length).ToList();
        foreach (var place in Places.Where(place => place < shown.Count && further.Count > 0))
        {
            var tried = random.Next(further.Count);
            shown[place] = further[tried] with { Explored = 1.0 / further.Count };
            further.RemoveAt(tried);
        }

        return shown;
    }
}
