namespace Netflix.Personalization.Home;

/// <summary>
/// Some places of the first row are for titles that the ranking put lower: without them a model sees only what it already
/// believes. Their probability is kept, so that what they earned can be told.
/// </summary>
internal static class Exploration
{
    /// <summary>How far down the ranking it looks.</summary>
    internal const int Further = 40;

    /// <summary>Two of twenty.</summary>
    internal const double UsualShare = 0.1;

    /// <summary>Not before this place: there a wrong title hurts most.</summary>
    private const int FirstPlace = 4;

    /// <param name="ranked">The best first, more than are shown.</param>
    /// <param name="share">Of the places, 0 to 1.</param>
    internal static IReadOnlyList<HomeItem> Mix(IReadOnlyList<HomeItem> ranked, int length, double share, Random random)
    {
        var count = (int)Math.Round(share * length);
        var places = Enumerable.Range(0, count).Select(i => FirstPlace + (i * (length - FirstPlace) / count));
        var shown = ranked.Take(length).ToList();
        var further = ranked.Skip(length).ToList();
        foreach (var place in places.Where(place => place < shown.Count && further.Count > 0))
        {
            var tried = random.Next(further.Count);
            shown[place] = further[tried] with { Explored = 1.0 / further.Count };
            further.RemoveAt(tried);
        }

        return shown;
    }
}
