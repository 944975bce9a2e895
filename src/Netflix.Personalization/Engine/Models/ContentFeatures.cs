using System.Collections.Frozen;
using System.Globalization;

namespace Netflix.Personalization.Engine.Models;

/// <summary>What a feature of a title is.</summary>
internal enum FeatureKind : byte { Genre, Cast, Director, Decade, Language, Word }

/// <summary>
/// Titles as sparse vectors of their content: genre, people, decade, language and words, each weighing the more the rarer it
/// is, of length one, so that a product of two is a cosine. Features are learned once; later titles use those known.
/// </summary>
internal sealed class ContentFeatures
{
    private const int LeastTitles = 2; // a feature of one title alone tells nothing of another
    private const int MostWords = 64;

    private readonly FrozenDictionary<(FeatureKind, string), int> index;
    private readonly float[] rarity;

    internal ContentFeatures(IReadOnlyList<(FeatureKind Kind, string Name)> names, float[] rarity)
    {
        (Names, this.rarity) = (names, rarity);
        TasteCount = names.Count(name => name.Kind != FeatureKind.Word);
        index = names.Select((name, i) => KeyValuePair.Create((name.Kind, name.Name.ToUpperInvariant()), i)).ToFrozenDictionary();
    }

    internal IReadOnlyList<(FeatureKind Kind, string Name)> Names { get; }

    internal ReadOnlySpan<float> Rarity => rarity;

    internal int Count => Names.Count;

    /// <summary>Features before this one are what a taste is made of: all but the words, which come last.</summary>
    internal int TasteCount { get; }

    internal static ContentFeatures Learn(IReadOnlyList<TitleContent> titles)
    {
        var counts = new Dictionary<(FeatureKind Kind, string Key), (string Name, int Titles)>();
        foreach (var title in titles)
        {
            foreach (var (kind, name) in Of(title).DistinctBy(one => (one.Kind, one.Name.ToUpperInvariant())))
            {
                var key = (kind, name.ToUpperInvariant());
                var before = counts.GetValueOrDefault(key, (name, 0));
                counts[key] = (before.Item1, before.Item2 + 1);
            }
        }

        var kept = counts.Where(one => one.Value.Titles >= LeastTitles && (one.Key.Kind != FeatureKind.Word || one.Value.Titles * 5 <= titles.Count))
            .OrderBy(one => one.Key.Kind).ThenBy(one => one.Key.Key, StringComparer.Ordinal).ToList();
        return new(
            [.. kept.Select(one => (one.Key.Kind, one.Value.Name))],
            [.. kept.Select(one => MathF.Log((1f + titles.Count) / one.Value.Titles))]);
    }

    /// <summary>A row a title, of length one (none if nothing is known of it).</summary>
    internal Sparse Vectors(IReadOnlyList<TitleContent> titles)
    {
        var starts = new int[titles.Count + 1];
        var (columns, values) = (new List<int>(), new List<float>());
        for (var i = 0; i < titles.Count; i++)
        {
            var own = Of(titles[i]).Select(one => index.GetValueOrDefault((one.Kind, one.Name.ToUpperInvariant()), -1))
                .Where(feature => feature >= 0).Distinct().Order().ToList();
            var weights = own.ConvertAll(feature => rarity[feature] * Strength(Names[feature].Kind));
            var length = MathF.Sqrt(weights.Sum(weight => weight * weight));
            columns.AddRange(own);
            values.AddRange(weights.Select(weight => length > 0 ? weight / length : 0));
            starts[i + 1] = columns.Count;
        }

        return new(starts, [.. columns], [.. values], Count);
    }

    private static float Strength(FeatureKind kind) => kind switch
    {
        FeatureKind.Genre => 1.5f,
        FeatureKind.Director => 1.2f,
        FeatureKind.Word => 0.4f,
        _ => 1,
    };

    private static IEnumerable<(FeatureKind Kind, string Name)> Of(TitleContent title)
    {
        foreach (var genre in title.Genres)
        {
            yield return (FeatureKind.Genre, genre);
        }

        foreach (var person in title.Cast)
        {
            yield return (FeatureKind.Cast, person);
        }

        foreach (var person in title.Directors)
        {
            yield return (FeatureKind.Director, person);
        }

        if (title.Year is { } year)
        {
            // Two overlapping spans of ten years, so that 1989 and 1991 have something in common.
            yield return (FeatureKind.Decade, (year / 10 * 10).ToString(CultureInfo.InvariantCulture));
            yield return (FeatureKind.Decade, "~" + ((year + 5) / 10 * 10).ToString(CultureInfo.InvariantCulture));
        }

        if (title.Language is { Length: > 0 } language)
        {
            yield return (FeatureKind.Language, language);
        }

        foreach (var word in Words(title.Description))
        {
            yield return (FeatureKind.Word, word);
        }
    }

    private static IEnumerable<string> Words(string? text)
    {
        var (start, found) = (-1, 0);
        for (var i = 0; text is not null && i <= text.Length && found < MostWords; i++)
        {
            if (i < text.Length && char.IsLetter(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                if (i - start >= 4)
                {
                    found++;
                    yield return text[start..i].ToUpperInvariant();
                }

                start = -1;
            }
        }
    }
}
