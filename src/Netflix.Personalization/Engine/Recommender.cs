using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Netflix.Personalization.Engine;

/// <summary>
/// A trained model: immutable, safe from any number of threads. Titles have dense indexes from 0, the same for its whole life
/// and kept by <see cref="WithTitles"/>, which appends.
/// </summary>
internal sealed class Recommender
{
    private readonly FrozenDictionary<Guid, int> index;
    private readonly float[] popularity;

    private Recommender(ImmutableArray<TitleContent> titles, float[] popularity, RecommenderSettings settings)
    {
        (Titles, this.popularity, Settings) = (titles, popularity, settings);
        index = titles.Select((title, i) => KeyValuePair.Create(title.ContentId, i)).ToFrozenDictionary();
    }

    internal RecommenderSettings Settings { get; }

    internal ImmutableArray<TitleContent> Titles { get; }

    internal int TitleCount => Titles.Length;

    /// <summary>Memory held, in bytes: what a web process pays for having it loaded.</summary>
    internal long Bytes => popularity.Length * sizeof(float);

    /// <summary>The dense index of a title, or -1.</summary>
    internal int IndexOf(Guid contentId) => index.GetValueOrDefault(contentId, -1);

    /// <summary>The titles of these ids that the model knows; others are left out (give them by <see cref="WithTitles"/> first).</summary>
    internal TitleSet SetOf(IEnumerable<Guid> contentIds)
    {
        var set = new TitleSet(TitleCount);
        foreach (var id in contentIds)
        {
            if (index.TryGetValue(id, out var title))
            {
                set.Add(title);
            }
        }

        return set;
    }

    /// <summary>Learns from data; the same seed gives the same model. Seconds to minutes of processor time: run it in the background.</summary>
    internal static Recommender Train(TrainingData data, RecommenderSettings settings, CancellationToken cancel)
    {
        var popularity = new float[data.Titles.Length];
        foreach (var one in data.Interactions)
        {
            popularity[one.Title] += Math.Max(0, one.Weight);
        }

        cancel.ThrowIfCancellationRequested();
        return new(data.Titles, popularity, settings);
    }

    /// <summary>Writes the model: versioned, with a checksum.</summary>
    internal void Save(Stream target) => throw new NotImplementedException();

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Damaged, cut short, or of another version.</exception>
    internal static Recommender Load(Stream source) => throw new NotImplementedException();

    /// <summary>This model with titles that came after the training, placed by their content. Known ones are left as they are.</summary>
    internal Recommender WithTitles(IEnumerable<TitleContent> titles)
    {
        var added = titles.Where(title => !index.ContainsKey(title.ContentId)).DistinctBy(title => title.ContentId).ToList();
        return new([.. Titles, .. added], [.. popularity, .. new float[added.Count]], Settings);
    }

    /// <summary>The state of a profile after its events: at once, no training. Events of unknown titles are passed over.</summary>
    internal Profile FoldIn(ProfileHistory history)
    {
        var (seen, hidden) = (new List<int>(), new HashSet<int>());
        foreach (var one in history.Events)
        {
            if (index.TryGetValue(one.ContentId, out var title))
            {
                (one.Kind == TasteKind.Hidden ? (ICollection<int>)hidden : seen).Add(title);
            }
        }

        return new(history.Region, [.. seen.Distinct()], [.. hidden]);
    }

    /// <summary>The best titles for a profile out of those allowed, diverse, each with its reason; seen and hidden ones left out.</summary>
    internal IReadOnlyList<Recommendation> Rank(Profile profile, TitleSet allowed, RankContext context, int count)
    {
        var without = profile.Hidden.ToArray().ToHashSet();
        if (!context.IncludeSeen)
        {
            without.UnionWith(profile.History.ToArray());
        }

        return Best(allowed, title => without.Contains(title) ? float.NegativeInfinity : popularity[title], count);
    }

    /// <summary>The best titles of one genre for a profile.</summary>
    internal IReadOnlyList<Recommendation> ByGenre(Profile profile, string genre, TitleSet allowed, RankContext context, int count)
    {
        var ofGenre = new TitleSet(TitleCount);
        for (var i = 0; i < TitleCount; i++)
        {
            if (allowed.Contains(i) && Titles[i].Genres.Contains(genre, StringComparer.OrdinalIgnoreCase))
            {
                ofGenre.Add(i);
            }
        }

        return Rank(profile, ofGenre, context, count);
    }

    /// <summary>Genres by how much the profile prefers them now, with at least one allowed title; for the order of genre rows.</summary>
    internal IReadOnlyList<(string Genre, float Taste)> Genres(Profile profile, TitleSet allowed) =>
        [.. Titles.Where((_, i) => allowed.Contains(i)).SelectMany(title => title.Genres).GroupBy(genre => genre, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(genre => genre.Count()).ThenBy(genre => genre.Key, StringComparer.Ordinal).Select(genre => (genre.Key, 0f))];

    /// <summary>Titles like this one, for anybody; empty if it is unknown.</summary>
    internal IReadOnlyList<Recommendation> Similar(Guid contentId, TitleSet allowed, int count)
    {
        var self = IndexOf(contentId);
        return self < 0 ? [] : Best(allowed, title => title == self ? float.NegativeInfinity : popularity[title], count);
    }

    /// <summary>How well each of these titles suits the profile, 0 to 1 within them: the personal part of search and the match score. Unknown ones get 0.</summary>
    internal float[] Score(Profile profile, IReadOnlyList<Guid> contentIds, RankContext context) =>
        [.. contentIds.Select(id => index.TryGetValue(id, out var title) ? popularity[title] / (1 + popularity.Max()) : 0)];

    private IReadOnlyList<Recommendation> Best(TitleSet allowed, Func<int, float> score, int count)
    {
        var titles = new int[allowed.Count];
        allowed.CopyTo(titles);
        return [.. titles.Select(title => (title, score: score(title))).Where(one => float.IsFinite(one.score))
            .OrderByDescending(one => one.score).ThenBy(one => one.title).Take(count)
            .Select(one => new Recommendation(Titles[one.title].ContentId, one.title, one.score, new(ReasonKind.Popular)))];
    }
}
