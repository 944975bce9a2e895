using System.Text;

namespace Netflix.Catalog.Search;

/// <summary>
/// A query as PostgreSQL's <c>tsquery</c>. Weights: A names, B people, C genres, D descriptions, of which only D is stemmed.
/// </summary>
internal static class TextQuery
{
    /// <summary>Ways to write a word of a name or a genre.</summary>
    private static readonly ILookup<string, string> Synonyms = new[]
    {
        "1 i one", "2 ii two", "3 iii three", "4 iv four", "5 v five", "6 vi six", "7 vii seven", "8 viii eight", "9 ix nine", "10 x ten",
        "11 eleven", "12 twelve", "13 thirteen", "sci science", "fi fiction", "dr doctor", "mr mister", "pt part", "vs versus",
    }.Select(line => line.Split(' '))
        .SelectMany(ways => ways.SelectMany(word => ways.Where(other => other != word).Select(other => (word, other))))
        .ToLookup(pair => pair.word, pair => pair.other);

    /// <summary>Every word, or what may be meant by it; two that stand side by side may also be one: "spider man" is "spiderman".</summary>
    /// <param name="meant">For words that are misspelt.</param>
    internal static string All(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant) => All(query, meant, inNames: false);

    /// <summary>The same, in names of titles and people alone.</summary>
    internal static string AllInNames(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant) => All(query, meant, inNames: true);

    private static string All(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant, bool inNames)
    {
        // "the" and "of" are in most names: they decide only where there is nothing else.
        var words = query.Words.Where(word => word.Stem is not null || !word.IsKnown).ToList();
        words = words.Count > 0 ? words : [.. query.Words];
        var last = query.Words[^1];
        var groups = words.ConvertAll(word => Group(word, word == last, meant, inNames));
        var ways = new StringBuilder(string.Join(" & ", groups));
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var joined = $"'{words[i].Text}{words[i + 1].Text}':{(words[i + 1] == last ? "*" : "")}A";
            ways.Append(" | ").AppendJoin(" & ", [.. groups.Take(i), joined, .. groups.Skip(i + 2)]);
        }

        return ways.ToString();
    }

    /// <summary>Any of the words: what is near when nothing has them all.</summary>
    internal static string Any(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant)
    {
        var words = query.Words.Where(word => word.Stem is not null).ToList();
        return string.Join(" | ", (words.Count > 0 ? words : query.Words).Select(word => Group(word, false, meant, inNames: false)));
    }

    /// <summary>For names alone (<c>documents.names</c>), the last word half typed.</summary>
    internal static string Beginning(Understood query) =>
        string.Join(" & ", query.Words.Select((word, i) => $"'{word.Text}'{(i == query.Words.Count - 1 ? ":*" : "")}"));

    private static string Group(Word word, bool isLast, IReadOnlyDictionary<string, IReadOnlyList<string>> meant, bool inNames)
    {
        var ways = new List<string> { inNames ? $"'{word.Text}':AB" : $"'{word.Text}'" };
        if (isLast && word.Text.Length > 1)
        {
            ways.Add($"'{word.Text}':*{(inNames ? "AB" : "ABC")}");
        }

        if (!inNames && word.Stem is { } stem && stem != word.Text)
        {
            ways.Add($"'{stem}':D");
        }

        ways.AddRange(Synonyms[word.Text].Select(other => $"'{other}':{(inNames ? "A" : "AC")}"));
        ways.AddRange(meant.GetValueOrDefault(word.Text, []).Select(other => $"'{other}':{(inNames ? "AB" : "ABC")}"));
        return $"({string.Join(" | ", ways)})";
    }
}
