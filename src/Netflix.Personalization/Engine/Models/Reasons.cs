namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// Says why a title is in a list by the largest term of its own score: a title of the history (its row of EASE), a person or a
/// genre (taste), the trend in the region. A list's reasons are thus as true as its scores.
/// </summary>
internal sealed class Reasons(Parts parts, Scorer scorer, RecommenderTitles titles)
{
    private const float LeastShare = 0.02f; // of the list's best score: a smaller term is no reason
    private static readonly TimeSpan New = TimeSpan.FromDays(7);

    internal Reason Of(Profile profile, TitleSet visible, int title, float best, RankContext context)
    {
        var weights = scorer.Weights;
        var reason = new Reason(ReasonKind.Popular);
        var largest = Math.Max(0, best * LeastShare);
        if (parts.Watched[title] == 0 && IsNew(title, context))
        {
            return new(ReasonKind.NewThisWeek);
        }

        var (watched, term) = Watched(profile, visible, title);
        if (term > largest)
        {
            (reason, largest) = (new(ReasonKind.BecauseYouWatched, titles.All[watched].ContentId), term);
        }

        var (feature, taste) = Taste(profile, title);
        taste *= weights.Taste;
        if (taste > largest)
        {
            var (kind, name) = parts.Features.Names[feature];
            (reason, largest) = (new(kind == FeatureKind.Genre ? ReasonKind.GenreTaste : ReasonKind.MoreWithPerson, Name: name), taste);
        }

        if (reason.Kind != ReasonKind.Popular)
        {
            return reason;
        }

        var trend = parts.Trends.Lift(context.Region, context.Time, title);
        return IsNew(title, context) ? new(ReasonKind.NewThisWeek) : trend ? new(ReasonKind.TrendingInCountry) : reason;
    }

    private bool IsNew(int title, RankContext context) =>
        titles.All[title].AvailableFrom > context.Time - New && titles.All[title].AvailableFrom <= context.Time;

    /// <summary>The title of the history that adds most, if the profile may see it.</summary>
    private (int Title, float Term) Watched(Profile profile, TitleSet visible, int title)
    {
        var (best, term) = (-1, 0f);
        var history = profile.History.Span;
        for (var i = 0; i < history.Length; i++)
        {
            var columns = parts.Ease.ColumnsOf(history[i]);
            var at = columns.BinarySearch(title);
            if (at >= 0 && profile.Terms[i] * parts.Ease.ValuesOf(history[i])[at] is var own && own > term
                && profile.Seen.Contains(history[i]) && visible.Contains(history[i]) && history[i] != title)
            {
                (best, term) = (history[i], own);
            }
        }

        return (best, term);
    }

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
