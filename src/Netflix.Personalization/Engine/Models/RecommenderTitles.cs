using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Netflix.Personalization.Engine.Models;

/// <summary>The titles of a model: their dense indexes and genres.</summary>
internal sealed class RecommenderTitles
{
    private readonly FrozenDictionary<Guid, int> index;
    private readonly FrozenDictionary<string, int> genreIndex;

    internal RecommenderTitles(ImmutableArray<TitleContent> titles)
    {
        All = titles;
        index = titles.Select((title, i) => KeyValuePair.Create(title.ContentId, i)).ToFrozenDictionary();
        Genres = [.. titles.SelectMany(title => title.Genres).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        genreIndex = Genres.Select((genre, i) => KeyValuePair.Create(genre, i)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        GenresOf = [.. titles.Select(title => title.Genres.Select(genre => genreIndex[genre]).Distinct().ToArray())];
    }

    internal ImmutableArray<TitleContent> All { get; }

    internal string[] Genres { get; }

    /// <summary>By title, the numbers of its genres.</summary>
    internal int[][] GenresOf { get; }

    internal long Bytes => All.Length * 120L; // dictionary and genre arrays, about

    internal int IndexOf(Guid contentId) => index.GetValueOrDefault(contentId, -1);

    internal int Genre(string name) => genreIndex.GetValueOrDefault(name, -1);

    /// <summary>The share of each genre in a history, the newest titles most; alike for all if nothing is known.</summary>
    internal void Shares(ReadOnlySpan<int> history, Span<float> shares)
    {
        shares.Clear();
        var total = 0f;
        for (var i = Math.Max(0, history.Length - 100); i < history.Length; i++)
        {
            foreach (var genre in GenresOf[history[i]])
            {
                shares[genre] += 1f / GenresOf[history[i]].Length;
                total += 1f / GenresOf[history[i]].Length;
            }
        }

        for (var g = 0; g < shares.Length && total > 0; g++)
        {
            shares[g] /= total;
        }
    }
}
