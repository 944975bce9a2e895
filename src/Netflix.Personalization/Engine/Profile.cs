namespace Netflix.Personalization.Engine;

/// <summary>
/// What a recommender knows of one profile: made by <see cref="Recommender.FoldIn"/> in well under a millisecond, never changed,
/// good only with the recommender that made it. Cheap to make anew at each event, so it need not be stored.
/// </summary>
internal sealed class Profile
{
    internal Profile(string region, int[] history, int[] hidden) => (Region, History, Hidden) = (region, history, hidden);

    internal string Region { get; }

    /// <summary>Titles watched, liked or listed, by dense index, the oldest first.</summary>
    internal ReadOnlyMemory<int> History { get; }

    /// <summary>Titles never to be shown.</summary>
    internal ReadOnlyMemory<int> Hidden { get; }

    /// <summary>Whether there is anything personal to go by.</summary>
    internal bool IsCold => History.IsEmpty;
}
