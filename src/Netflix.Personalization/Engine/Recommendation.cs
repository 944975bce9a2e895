namespace Netflix.Personalization.Engine;

/// <summary>Why a title is shown; each kind is taken from the term of the score that it names.</summary>
internal enum ReasonKind : byte
{
    /// <summary>Many watch it; says nothing of this profile.</summary>
    Popular,

    /// <summary><see cref="Reason.ContentId"/> names a title of the profile's history, one that the profile may see.</summary>
    BecauseYouWatched,

    /// <summary><see cref="Reason.Name"/> is an actor or director that the profile has watched before.</summary>
    MoreWithPerson,

    /// <summary><see cref="Reason.Name"/> is a genre that the profile prefers now.</summary>
    GenreTaste,

    /// <summary>Watched more than usual in the profile's country.</summary>
    TrendingInCountry,

    /// <summary>Came to the service within seven days.</summary>
    NewThisWeek,
}

/// <summary>Why a title is shown.</summary>
internal readonly record struct Reason(ReasonKind Kind, Guid? ContentId = null, string? Name = null);

/// <summary>A ranked title. Scores compare within one list only; they are finite.</summary>
/// <param name="Title">The recommender's dense index.</param>
internal readonly record struct Recommendation(Guid ContentId, int Title, float Score, Reason Reason);

/// <summary>Where and when a list is made.</summary>
/// <param name="Region">Country code of the request.</param>
/// <param name="Time">As of when: trends are of then.</param>
/// <param name="Seed">Orders equal scores; the same seed gives the same list.</param>
/// <param name="IncludeSeen">Rank watched titles too ("watch again"); hidden ones never.</param>
/// <param name="Diversity">Instead of the settings' <see cref="RankSettings.Likeness"/>: 0 by score alone, 1 as different as can be.</param>
/// <param name="HourOf">Whose hour of the day counts, if not that of <paramref name="Time"/>: who foretells an event knows when it is asked, and nothing after the last one known.</param>
internal readonly record struct RankContext(string Region, DateTimeOffset Time, int Seed = 0, bool IncludeSeen = false, float? Diversity = null, DateTimeOffset? HourOf = null);
