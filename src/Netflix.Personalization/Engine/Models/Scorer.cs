using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>Scores of all titles for one profile, term by term.</summary>
internal sealed class Scorer(Parts parts, RankSettings settings, RankWeights weights)
{
    private const float TieBreak = 1e-6f; // where nothing else speaks, the more watched goes first
    private const float FewOfAnHour = 5;
    internal const float TrendScale = 0.1f; // brings a logarithm near the other terms

    internal RankWeights Weights => weights;

    /// <summary>How much more an older title weighs when a newer one is taken out.</summary>
    internal float Newer { get; } = MathF.Exp(1 / settings.RecentTitles) - 1;

    /// <summary>The state of a profile from its interactions, the oldest first.</summary>
    internal Profile FoldIn(string region, ReadOnlySpan<Interaction> own, ReadOnlySpan<int> hidden, ReadOnlySpan<int> unwatched)
    {
        var (history, interest) = Liked(own);
        var terms = Terms(history.Length);
        var scores = new float[parts.TitleCount];
        var factors = new float[parts.Ials.Dimension];
        parts.Ials.FoldIn(history, interest, factors);
        if (history.Length > 0)
        {
            parts.Ials.AddTo(factors, weights.Ials, scores);
        }

        AddEase(history, terms, scores);
        parts.Towers.AddTo(history, weights.Towers, scores);
        Kernels.AddScaled(TieBreak + weights.Popularity + (weights.Prior * Prior(history.Length)), parts.Popularity, scores);
        var recent = Newest(own);
        var taste = Taste(recent);
        AddTaste(taste, weights.Taste, scores);
        var (seen, never) = (new TitleSet(parts.TitleCount), new TitleSet(parts.TitleCount));
        foreach (var one in own)
        {
            seen.Add(one.Title);
        }

        foreach (var title in unwatched)
        {
            seen.Remove(title);
        }

        foreach (var title in hidden)
        {
            never.Add(title);
        }

        return new() { Region = region, History = history, Terms = terms, Hidden = never, Seen = seen, Taste = taste, Events = recent.ToArray(), Factors = factors, Scores = scores };
    }

    /// <summary>Scores of all titles here and now, into <paramref name="scores"/>.</summary>
    internal void Score(Profile profile, RankContext context, Span<float> scores)
    {
        profile.Scores.CopyTo(scores);
        var trend = weights.Trend + (weights.TrendPrior * Prior(profile.History.Length));
        if (trend > 0)
        {
            Kernels.AddScaled(trend * TrendScale, parts.Trends.At(context.Region, context.Time), scores);
        }

        if (weights.Hour > 0)
        {
            AddTaste(Taste(profile.Events.Span, context.HourOf ?? context.Time), weights.Hour, scores);
        }
    }

    /// <summary>Each term by itself, without its weight, in the order of <see cref="RankWeights"/>: what the weights are learned from.</summary>
    internal float[][] Features(string region, ReadOnlySpan<Interaction> own, DateTimeOffset time, DateTimeOffset hourOf)
    {
        var (history, interest) = Liked(own);
        var features = new float[RankWeights.Count][];
        for (var k = 0; k < features.Length; k++)
        {
            features[k] = new float[parts.TitleCount];
        }

        AddEase(history, [.. history.Select(_ => 1f)], features[0]);
        AddEase(history, [.. history.Select((_, i) => Recency(history.Length - 1 - i))], features[1]);
        var factors = new float[parts.Ials.Dimension];
        parts.Ials.FoldIn(history, interest, factors);
        parts.Ials.AddTo(factors, 1, features[2]);
        parts.Popularity.CopyTo(features[3], 0);
        Kernels.AddScaled(Prior(history.Length), parts.Popularity, features[4]);
        Kernels.AddScaled(TrendScale, parts.Trends.At(region, time), features[5]);
        var recent = Newest(own);
        AddTaste(Taste(recent), 1, features[6]);
        Kernels.AddScaled(Prior(history.Length), features[5], features[7]);
        parts.Towers.AddTo(history, 1, features[8]);
        AddTaste(Taste(recent, hourOf), 1, features[9]);
        return features;
    }

    internal static float Prior(int titles) => 1 / (1 + (titles / 2f));

    /// <summary>Terms grow with newness; those of the oldest titles may be too small to change any score.</summary>
    internal static int FirstThatCounts(ReadOnlySpan<float> terms)
    {
        var first = 0;
        while (first < terms.Length && terms[first] < 1e-4f * terms[^1])
        {
            first++;
        }

        return first;
    }

    private ReadOnlySpan<Interaction> Newest(ReadOnlySpan<Interaction> own) => own[Math.Max(0, own.Length - settings.HistoryTitles)..];

    private float Recency(int age) => MathF.Exp(-age / settings.RecentTitles);

    private float[] Terms(int titles)
    {
        var terms = new float[titles];
        for (var i = 0; i < titles; i++)
        {
            terms[i] = weights.Ease + (weights.Recent * Recency(titles - 1 - i));
        }

        return terms;
    }

    private (int[] History, float[] Interest) Liked(ReadOnlySpan<Interaction> own)
    {
        var (history, interest) = (new List<int>(), new List<float>());
        foreach (var one in own)
        {
            if (one.Weight > 0)
            {
                history.Add(one.Title);
                interest.Add(one.Weight);
            }
        }

        var from = Math.Max(0, history.Count - settings.HistoryTitles);
        return ([.. history.Skip(from)], [.. interest.Skip(from)]);
    }

    private void AddEase(int[] history, float[] terms, float[] scores)
    {
        for (var i = FirstThatCounts(terms); i < history.Length; i++)
        {
            parts.Ease.AddRowTo(history[i], terms[i], scores);
        }
    }

    /// <summary>A running average over the events, for and against: the newest tell most, or with a time those about that hour.</summary>
    private float[] Taste(ReadOnlySpan<Interaction> own, DateTimeOffset? time = null)
    {
        var (taste, total) = (new float[parts.Features.TasteCount], 0f);
        for (var i = 0; i < own.Length; i++)
        {
            var weight = time is { } now ? Nearness(own[i].At, now.ToUnixTimeSeconds()) : MathF.Exp(-(own.Length - 1 - i) / settings.TasteTitles);
            total += weight;
            var columns = parts.Vectors.ColumnsOf(own[i].Title);
            var values = parts.Vectors.ValuesOf(own[i].Title);
            for (var k = 0; k < columns.Length && columns[k] < taste.Length; k++)
            {
                taste[columns[k]] += weight * own[i].Weight * values[k];
            }
        }

        // A habit of the hour needs more than one evening.
        total += time is null ? 0 : FewOfAnHour;
        for (var i = 0; total > 0 && i < taste.Length; i++)
        {
            taste[i] /= total;
        }

        return taste;
    }

    /// <summary>Around the clock: 23 and 1 are two hours apart. Of UTC, which shifts all hours of a viewer alike.</summary>
    private float Nearness(long one, long other)
    {
        const int Day = 24 * 3600;
        var apart = Math.Abs(one - other) % Day;
        var spreads = Math.Min(apart, Day - apart) / (3600 * settings.HourSpread);
        return MathF.Exp(-spreads * spreads / 2);
    }

    private void AddTaste(float[] taste, float weight, Span<float> scores)
    {
        if (weight == 0)
        {
            return;
        }

        for (var feature = 0; feature < taste.Length; feature++)
        {
            if (taste[feature] != 0)
            {
                parts.ByTaste.AddRowTo(feature, weight * taste[feature], scores);
            }
        }
    }
}
