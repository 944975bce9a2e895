namespace Netflix.Personalization.Engine;

/// <summary>
/// What a recommender knows of one profile: made by <see cref="Recommender.FoldIn(ProfileHistory)"/> in well under a millisecond,
/// never changed, good only with the recommender that made it. Holds four bytes a title; cheap to make anew at each event, so
/// it need not be stored.
/// </summary>
internal sealed class Profile
{
    internal required string Region { get; init; }

    /// <summary>Titles watched, liked or listed, by dense index, the oldest first.</summary>
    internal required ReadOnlyMemory<int> History { get; init; }

    /// <summary>What each title of the history weighs in the sum of EASE's rows, all and recent together.</summary>
    internal required float[] Terms { get; init; }

    /// <summary>Titles never to be shown.</summary>
    internal required TitleSet Hidden { get; init; }

    /// <summary>Titles that any event but putting on the list speaks of.</summary>
    internal required TitleSet Seen { get; init; }

    /// <summary>Interest in each feature of content; below zero against it.</summary>
    internal required float[] Taste { get; init; }

    /// <summary>The newest events, the oldest first: what is watched depends on the hour.</summary>
    internal required ReadOnlyMemory<Interaction> Events { get; init; }

    /// <summary>Position among the titles' factors.</summary>
    internal required float[] Factors { get; init; }

    /// <summary>The part of each title's score that does not depend on when and where.</summary>
    internal required float[] Scores { get; init; }

    /// <summary>Whether there is nothing personal to go by.</summary>
    internal bool IsCold => History.IsEmpty;
}
