namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// Says why a title is in a list by the largest term of its own score: a title of the history (its row of EASE), a person or a
/// genre (taste), the trend in the region. A list's reasons are thus as true as its scores.
/// </summary>
internal sealed class Reasons(Parts parts, Scorer scorer, RecommenderTitles titles)
{
    private const float LeastShare = 0.02f; // of the list's best score: a smaller term is no reason
    private static readonly TimeSpan New = TimeSpan.FromDays(7);

    /// <summary>The reasons of a list, title by title.</summary>
    /// <param name="pool">The list, and after it the titles that could have been in it.</param>
    internal Reason[] Of(Profile profile, TitleSet visible, ReadOnlySpan<(int Title, float Score)> pool, int count, RankContext context)
    {
        var reasons = new Reason[count];
        var named = new BecauseWatched(parts, scorer).Find(profile, visible, pool, count);
        for (var i = 0; i < count; i++)
        {
            reasons[i] = Of(profile, pool[i].Title, named[i], Math.Max(0, pool[i].Score * LeastShare), context);
        }

        return reasons;
    }

    private Reason Of(Profile profile, int title, (int Title, float Term) watched, float largest, RankContext context)
    {
        if (parts.Watched[title] == 0 && IsNew(title, context))
        {
            return new(ReasonKind.NewThisWeek);
        }

        var reason = new Reason(ReasonKind.Popular);
        if (watched.Term > largest)
        {
            (reason, largest) = (new(ReasonKind.BecauseYouWatched, titles.All[watched.Title].ContentId), watched.Term);
        }

        var (feature, taste) = Taste(profile, title);
        if (taste * scorer.Weights.Taste > largest)
        {
            // A genre says less than a title: it is named where no title is.
            var (kind, name) = parts.Features.Names[feature];
            return kind == FeatureKind.Genre && reason.Kind == ReasonKind.BecauseYouWatched ? reason : new(kind == FeatureKind.Genre ? ReasonKind.GenreTaste : ReasonKind.MoreWithPerson, Name: name);
        }

        return reason.Kind != ReasonKind.Popular ? reason
            : IsNew(title, context) ? new(ReasonKind.NewThisWeek)
            : parts.Trends.Lift(context.Region, context.Time, title) ? new(ReasonKind.TrendingInCountry)
            : reason;
    }

    private bool IsNew(int title, RankContext context) =>
        context.Time - titles.All[title].AvailableFrom is var age && age >= TimeSpan.Zero && age < New;

    private (int Feature, float Term) Taste(Profile profile, int title)
    {
        var (best, term) = (-1, 0f);
        var (from, to) = (parts.Vectors.Starts[title], parts.Vectors.Starts[title + 1]);
        for (var i = from; i < to; i++)
        {
            var feature = parts.Vectors.Columns[i];
            if (feature < profile.Taste.Length && parts.Features.Names[feature].Kind <= FeatureKind.Director
                && parts.Vectors.Values[i] * profile.Taste[feature] is var own && own > term)
            {
                (best, term) = (feature, own);
            }
        }

        return (best, term);
    }
}
