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
    internal Reason[] Of(Profile profile, TitleSet visible, ReadOnlySpan<(int Title, float Score)> list, RankContext context)
    {
        var reasons = new Reason[list.Length];
        var named = Watched(profile, visible, list);
        for (var i = 0; i < list.Length; i++)
        {
            reasons[i] = Of(profile, list[i].Title, named[i], Math.Max(0, list[i].Score * LeastShare), context);
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
            var (kind, name) = parts.Features.Names[feature];
            return new(kind == FeatureKind.Genre ? ReasonKind.GenreTaste : ReasonKind.MoreWithPerson, Name: name);
        }

        return reason.Kind != ReasonKind.Popular ? reason
            : IsNew(title, context) ? new(ReasonKind.NewThisWeek)
            : parts.Trends.Lift(context.Region, context.Time, title) ? new(ReasonKind.TrendingInCountry)
            : reason;
    }

    private bool IsNew(int title, RankContext context) =>
        titles.All[title].AvailableFrom > context.Time - New && titles.All[title].AvailableFrom <= context.Time;

    /// <summary>
    /// For each title of a list the one of the history without which it would fall most: what that one adds, less what would
    /// take its place (older ones become newer by one), and less than it does for the list's other titles on average, since a
    /// title that lifts all alike changes no order.
    /// </summary>
    private (int Title, float Term)[] Watched(Profile profile, TitleSet visible, ReadOnlySpan<(int Title, float Score)> list)
    {
        var best = new (int Title, float Term)[list.Length];
        var history = profile.History.Span;
        var rented = System.Buffers.ArrayPool<float>.Shared.Rent(3 * list.Length);
        var effects = rented.AsSpan(0, list.Length);
        var older = rented.AsSpan(list.Length, list.Length);
        var terms = rented.AsSpan(2 * list.Length, list.Length);
        older.Clear();
        var slots = System.Buffers.ArrayPool<ushort>.Shared.Rent(parts.TitleCount); // by title, its place in the list from 1
        slots.AsSpan(0, parts.TitleCount).Clear();
        for (var k = 0; k < Math.Min(list.Length, ushort.MaxValue); k++)
        {
            slots[list[k].Title] = (ushort)(k + 1);
        }

        for (var i = 0; i < history.Length; i++)
        {
            terms.Clear();
            var columns = parts.Ease.ColumnsOf(history[i]);
            var values = parts.Ease.ValuesOf(history[i]);
            for (var at = 0; at < columns.Length; at++)
            {
                if (slots[columns[at]] is > 0 and var slot)
                {
                    terms[slot - 1] = values[at];
                }
            }

            var may = profile.Seen.Contains(history[i]) && visible.Contains(history[i]);
            var mean = 0f;
            for (var k = 0; k < list.Length; k++)
            {
                effects[k] = (profile.Terms[i] * terms[k]) - older[k];
                older[k] += scorer.Newer * (profile.Terms[i] - scorer.Weights.Ease) * terms[k];
                mean += effects[k] / list.Length;
            }

            for (var k = 0; may && k < list.Length; k++)
            {
                var own = Math.Min(effects[k], effects[k] - mean);
                if (own > best[k].Term && history[i] != list[k].Title)
                {
                    best[k] = (history[i], own);
                }
            }
        }

        System.Buffers.ArrayPool<float>.Shared.Return(rented);
        System.Buffers.ArrayPool<ushort>.Shared.Return(slots);
        return best;
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
