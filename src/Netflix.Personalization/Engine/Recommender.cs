using System.Collections.Immutable;
using System.Numerics.Tensors;
using Netflix.Personalization.Engine.Models;
using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine;

/// <summary>
/// A trained model: immutable, safe from any number of threads. Titles have dense indexes from 0, the same for its whole life
/// and kept by <see cref="WithTitles"/>, which appends.
/// </summary>
internal sealed class Recommender
{
    private readonly RecommenderTitles titles;
    private readonly Parts parts;
    private readonly Scorer scorer;
    private readonly Reasons reasons;

    internal Recommender(ImmutableArray<TitleContent> titles, Parts parts, RecommenderSettings settings)
    {
        (this.titles, this.parts, Settings) = (new(titles), parts, settings);
        scorer = new(parts, settings.Rank, settings.Rank.Weights ?? new());
        reasons = new(parts, scorer, this.titles);
    }

    /// <summary>As trained: the learned weights are in <see cref="RankSettings.Weights"/>.</summary>
    internal RecommenderSettings Settings { get; }

    internal ImmutableArray<TitleContent> Titles => titles.All;

    internal int TitleCount => titles.All.Length;

    /// <summary>Memory held, in bytes: what a web process pays for having it loaded, the titles' own texts aside.</summary>
    internal long Bytes => parts.Bytes + titles.Bytes;

    internal Parts Parts => parts;

    internal Scorer Scorer => scorer;

    /// <summary>The dense index of a title, or -1.</summary>
    internal int IndexOf(Guid contentId) => titles.IndexOf(contentId);

    /// <summary>The titles of these ids that the model knows; others are left out (give them by <see cref="WithTitles"/> first).</summary>
    internal TitleSet SetOf(IEnumerable<Guid> contentIds)
    {
        var set = new TitleSet(TitleCount);
        foreach (var id in contentIds)
        {
            if (IndexOf(id) is >= 0 and var title)
            {
                set.Add(title);
            }
        }

        return set;
    }

    /// <summary>Learns from data; the same seed gives the same model. Seconds to minutes of processor time: run it in the background.</summary>
    internal static Recommender Train(TrainingData data, RecommenderSettings settings, CancellationToken cancel)
    {
        var weights = settings.LearnWeights ? WeightSearch.Learn(data, settings, cancel) : settings.Rank.Weights ?? new();
        return new(data.Titles, Parts.Train(data, settings, cancel), settings with { Rank = settings.Rank with { Weights = weights } });
    }

    /// <summary>The same model with other ways of ranking; shares all memory.</summary>
    internal Recommender With(RankSettings rank) => new(Titles, parts, Settings with { Rank = rank });

    /// <summary>Writes the model: versioned, with a checksum. The titles' descriptions are not kept.</summary>
    internal void Save(Stream target) => ModelFile.Write(this, target);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Damaged, cut short, or of another version.</exception>
    internal static Recommender Load(Stream source) => ModelFile.Read(source);

    /// <summary>This model with titles that came after the training, placed by their content. Known ones are left as they are.</summary>
    internal Recommender WithTitles(IEnumerable<TitleContent> newTitles)
    {
        var added = newTitles.Where(title => IndexOf(title.ContentId) < 0).DistinctBy(title => title.ContentId).ToList();
        return added.Count == 0 ? this : new([.. Titles, .. added.Select(title => title with { Cast = [], Directors = [], Description = "" })], parts.With(added), Settings); // as a loaded model has them: text is held as features
    }

    /// <summary>The state of a profile after its events: at once, no training. Events of unknown titles are passed over.</summary>
    internal Profile FoldIn(ProfileHistory history)
    {
        var (own, hidden, watched) = (new Dictionary<int, Interaction>(), new HashSet<int>(), new HashSet<int>());
        foreach (var one in history.Events)
        {
            if (IndexOf(one.ContentId) is not (>= 0 and var title))
            {
                continue;
            }

            own[title] = TrainingData.Join(own.GetValueOrDefault(title), new(0, title, one.Interest, one.At.ToUnixTimeSeconds()));
            if (one.Kind == TasteKind.Hidden)
            {
                hidden.Add(title);
            }
            else if (one.Kind != TasteKind.Listed)
            {
                watched.Add(title);
            }
        }

        Interaction[] inOrder = [.. own.Values.OrderBy(one => one.At).ThenBy(one => one.Title)];
        return scorer.FoldIn(history.Region, inOrder, [.. hidden], [.. own.Keys.Where(title => !watched.Contains(title))]);
    }

    /// <summary>The same from dense interactions, the oldest first.</summary>
    internal Profile FoldIn(string region, ReadOnlySpan<Interaction> own) => scorer.FoldIn(region, own, [], []);

    /// <summary>
    /// The best titles for a profile out of those allowed, diverse, each with its reason. <paramref name="allowed"/> is what the
    /// profile may see, watched titles included: seen and hidden ones are left out here, and a reason names none outside it.
    /// </summary>
    internal IReadOnlyList<Recommendation> Rank(Profile profile, TitleSet allowed, RankContext context, int count) =>
        Rank(profile, allowed, allowed, context, count);

    /// <summary>The best titles of one genre for a profile.</summary>
    internal IReadOnlyList<Recommendation> ByGenre(Profile profile, string genre, TitleSet allowed, RankContext context, int count)
    {
        var (number, ofGenre) = (titles.Genre(genre), new TitleSet(TitleCount));
        for (var title = 0; title < TitleCount && number >= 0; title++)
        {
            if (allowed.Contains(title) && titles.GenresOf[title].Contains(number))
            {
                ofGenre.Add(title);
            }
        }

        return Rank(profile, ofGenre, allowed, context, count);
    }

    /// <summary>Genres with at least one allowed title, those the profile takes most of first; before its first event, the largest first.</summary>
    internal IReadOnlyList<(string Genre, float Taste)> Genres(Profile profile, TitleSet allowed)
    {
        var (shares, sizes) = (new float[titles.Genres.Length], new int[titles.Genres.Length]);
        titles.Shares(profile.History.Span, shares);
        for (var title = 0; title < TitleCount; title++)
        {
            if (allowed.Contains(title))
            {
                foreach (var genre in titles.GenresOf[title])
                {
                    sizes[genre]++;
                }
            }
        }

        return [.. Enumerable.Range(0, shares.Length).Where(genre => sizes[genre] > 0)
            .OrderByDescending(genre => shares[genre]).ThenByDescending(genre => sizes[genre]).ThenBy(genre => genre)
            .Select(genre => (titles.Genres[genre], shares[genre]))];
    }

    /// <summary>Titles like this one, for anybody; empty if it is unknown.</summary>
    internal IReadOnlyList<Recommendation> Similar(Guid contentId, TitleSet allowed, int count)
    {
        var self = IndexOf(contentId);
        if (self < 0 || count <= 0)
        {
            return [];
        }

        var scores = new float[TitleCount];
        parts.AddSimilar(self, scores);
        var reason = new Reason(allowed.Contains(self) ? ReasonKind.BecauseYouWatched : ReasonKind.Popular, allowed.Contains(self) ? contentId : null);
        var best = Best(scores, allowed, title => title == self, count, 0);
        return [.. best.Take(count).Select(one => new Recommendation(Titles[one.Title].ContentId, one.Title, one.Score, reason))];
    }

    /// <summary>What those who watched this title watched more than others do (EASE), the strongest first; empty where fewer than so many watched it.</summary>
    internal IReadOnlyList<Guid> WatchedToo(Guid contentId, TitleSet allowed, int fewestProfiles, int count)
    {
        var self = IndexOf(contentId);
        if (self < 0 || parts.Watched[self] < fewestProfiles)
        {
            return [];
        }

        var (titles, terms) = (parts.Ease.ColumnsOf(self).ToArray(), parts.Ease.ValuesOf(self).ToArray());
        return [.. titles.Zip(terms).Where(one => one.Second > 0 && allowed.Contains(one.First)).OrderByDescending(one => one.Second).ThenBy(one => one.First)
            .Take(count).Select(one => Titles[one.First].ContentId)];
    }

    /// <summary>How well each title, by its index, suits the profile, 0 (worst of all titles) to 1 (best): the personal part of search and the match score.</summary>
    internal float[] Match(Profile profile, RankContext context)
    {
        var match = new float[TitleCount];
        ScoreAll(profile, context, match);
        var (low, high) = match.Length == 0 ? default : (TensorPrimitives.Min<float>(match), TensorPrimitives.Max<float>(match));
        TensorPrimitives.Subtract(match, low, match);
        TensorPrimitives.Divide(match, high > low ? high - low : float.PositiveInfinity, match); // divided, so that the best is 1
        return match;
    }

    /// <summary>The scores of all titles, before rules and diversity.</summary>
    internal void ScoreAll(Profile profile, RankContext context, Span<float> scores) => scorer.Score(profile, context, scores);

    private Recommendation[] Rank(Profile profile, TitleSet candidates, TitleSet visible, RankContext context, int count)
    {
        if (count <= 0 || TitleCount == 0)
        {
            return [];
        }

        var rented = System.Buffers.ArrayPool<float>.Shared.Rent(TitleCount);
        var scores = rented.AsSpan(0, TitleCount);
        ScoreAll(profile, context, scores);
        var best = Best(scores, candidates, title => profile.Hidden.Contains(title) || (!context.IncludeSeen && profile.Seen.Contains(title)), Math.Max(count, Settings.Rank.Pool), context.Seed);
        System.Buffers.ArrayPool<float>.Shared.Return(rented);
        var shares = new float[titles.Genres.Length];
        titles.Shares(profile.History.Span, shares);
        Diversity.Arrange(best.AsSpan(0, Math.Min(best.Length, Settings.Rank.Pool)), count, parts.Ials, titles.GenresOf, shares,
            context.Diversity is { } diversity ? Settings.Rank with { Likeness = diversity } : Settings.Rank);
        var list = new Recommendation[Math.Min(count, best.Length)];
        var why = reasons.Of(profile, visible, best, list.Length, context);
        for (var i = 0; i < list.Length; i++)
        {
            var (title, score) = best[i];
            list[i] = new(Titles[title].ContentId, title, score, why[i]);
        }

        return list;
    }

    /// <summary>The highest scores among the allowed, the best first; equal ones in an order that the seed gives.</summary>
    private static (int Title, float Score)[] Best(ReadOnlySpan<float> scores, TitleSet allowed, Func<int, bool> left, int count, int seed)
    {
        var chosen = System.Buffers.ArrayPool<int>.Shared.Rent(scores.Length);
        var values = System.Buffers.ArrayPool<float>.Shared.Rent(scores.Length);
        var (found, all) = (0, allowed.CopyTo(chosen));
        for (var i = 0; i < all && chosen[i] < scores.Length; i++)
        {
            var title = chosen[i];
            if (!left(title) && float.IsFinite(scores[title]))
            {
                (chosen[found], values[found]) = (title, scores[title]);
                found++;
            }
        }

        var least = found > count ? Selection.Largest(values.AsSpan(0, found), count) : float.NegativeInfinity;
        var best = new List<(int Title, float Score)>(count + 8);
        for (var i = 0; i < found; i++)
        {
            if (values[i] >= least)
            {
                best.Add((chosen[i], values[i]));
            }
        }

        System.Buffers.ArrayPool<int>.Shared.Return(chosen);
        System.Buffers.ArrayPool<float>.Shared.Return(values);
        best.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : Shuffled(a.Title, seed).CompareTo(Shuffled(b.Title, seed)));
        return [.. best.Take(count)];
    }

    /// <summary>A number of its own for each title and seed.</summary>
    private static ulong Shuffled(int title, int seed)
    {
        var x = ((ulong)(uint)seed << 32 | (uint)title) + 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
