using System.Text;

namespace Netflix.Catalog.Search;

/// <summary>
/// A query as PostgreSQL's <c>tsquery</c>. Weights: A names, B people, C genres as they are and stemmed, D descriptions, stemmed.
/// </summary>
internal static class TextQuery
{
    /// <summary>Ways to write a word of a name or a genre.</summary>
    private static readonly ILookup<string, string> Synonyms = new[]
    {
        "1 i one", "2 ii two", "3 iii three", "4 iv four", "5 v five", "6 vi six", "7 vii seven", "8 viii eight", "9 ix nine", "10 x ten",
        "11 eleven", "12 twelve", "13 thirteen", "sci scifi science", "fi fiction", "dr doctor", "mr mister", "pt part", "vs versus",
    }.Select(line => line.Split(' '))
        .SelectMany(ways => ways.SelectMany(word => ways.Where(other => other != word).Select(other => (word, other))))
        .ToLookup(pair => pair.word, pair => pair.other);

    /// <summary>Every word, or what may be meant by it; two that stand side by side may also be one: "spider man" is "spiderman".</summary>
    /// <param name="meant">For words that are misspelt.</param>
    internal static string All(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant) => All(query, meant, inNames: false);

    /// <summary>The same, in names of titles, people and genres alone.</summary>
    internal static string AllInNames(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant) => All(query, meant, inNames: true);

    private static string All(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant, bool inNames)
    {
        // "the" and "of" are in most names: they decide only where there is nothing else.
        var words = query.Words.Where(word => word.Stem is not null || !word.IsKnown).DistinctBy(word => word.Text).ToList();
        words = words.Count > 0 ? words : [.. query.Words.DistinctBy(word => word.Text)];
        var last = query.Words[^1];
        var groups = words.ConvertAll(word => Group(word, word == last, meant, inNames));
        var ways = new StringBuilder(string.Join(" & ", groups));
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var joined = $"'{words[i].Text}{words[i + 1].Text}':{(words[i + 1] == last ? "*" : "")}AB";
            ways.Append(" | ").AppendJoin(" & ", [.. groups.Take(i), joined, .. groups.Skip(i + 2)]);
        }

        return ways.ToString();
    }

    /// <summary>Any of the words: what is near, in names, when nothing has them all.</summary>
    internal static string Any(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant)
    {
        var words = query.Words.Where(word => word.Stem is not null).ToList();
        return string.Join(" | ", (words.Count > 0 ? words : query.Words).Select(word => Group(word, false, meant, inNames: true)));
    }

    /// <summary>For names alone (<c>documents.names</c>), all words whole.</summary>
    internal static string Whole(Understood query) => string.Join(" & ", query.Words.Select(word => $"'{word.Text}'"));

    /// <summary>For names alone (<c>documents.names</c>), the last word half typed.</summary>
    internal static string Beginning(Understood query) =>
        string.Join(" & ", query.Words.Select((word, i) => $"'{word.Text}'{(i == query.Words.Count - 1 ? ":*" : "")}"));

    private static string Group(Word word, bool isLast, IReadOnlyDictionary<string, IReadOnlyList<string>> meant, bool inNames)
    {
        var ways = new List<string> { inNames ? $"'{word.Text}':ABC" : $"'{word.Text}'" };
        if (isLast && word.Text.Length > 1)
        {
            ways.Add($"'{word.Text}':*ABC");
        }

        if (word.Stem is { } stem && stem != word.Text)
        {
            ways.Add($"'{stem}':{(inNames ? "C" : "CD")}");
        }

        ways.AddRange(Synonyms[word.Text].Select(other => $"'{other}':AC"));
        ways.AddRange(meant.GetValueOrDefault(word.Text, []).Select(other => $"'{other}':ABC"));
        return $"({string.Join(" | ", ways)})";
    }
}
