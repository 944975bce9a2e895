using System.Text;

namespace Netflix.Catalog.Search;

/// <summary>
/// A query as PostgreSQL's <c>tsquery</c>. Weights: A names, B people, C genres, D descriptions, of which only D is stemmed.
/// </summary>
internal static class TextQuery
{
    /// <summary>Ways to write a word of a name or a genre.</summary>
    private static readonly ILookup<string, string> Synonyms = new (string, string)[]
    {
        ("1", "i"), ("2", "ii"), ("3", "iii"), ("4", "iv"), ("5", "v"), ("6", "vi"), ("7", "vii"), ("8", "viii"), ("9", "ix"), ("10", "x"),
        ("1", "one"), ("2", "two"), ("3", "three"), ("4", "four"), ("5", "five"), ("6", "six"), ("7", "seven"), ("8", "eight"), ("9", "nine"),
        ("10", "ten"), ("11", "eleven"), ("12", "twelve"), ("13", "thirteen"), ("sci", "science"), ("fi", "fiction"), ("doc", "doctor"), ("dr", "doctor"), ("mr", "mister"),
    }.SelectMany(pair => new[] { pair, (pair.Item2, pair.Item1) }).ToLookup(pair => pair.Item1, pair => pair.Item2);

    /// <summary>Every word, or what may be meant by it; two that stand side by side may also be one: "spider man" is "spiderman".</summary>
    /// <param name="meant">For words that are misspelt.</param>
    internal static string All(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant)
    {
        // "the" and "of" are in most names: they decide only where there is nothing else.
        var words = query.Words.Where(word => word.Stem is not null || !word.IsKnown).ToList();
        words = words.Count > 0 ? words : [.. query.Words];
        var last = query.Words[^1];
        var groups = words.ConvertAll(word => Group(word, word == last, meant));
        var query1 = new StringBuilder(string.Join(" & ", groups));
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var joined = $"'{words[i].Text}{words[i + 1].Text}':{(words[i + 1] == last ? "*" : "")}A";
            query1.Append(" | ").AppendJoin(" & ", [.. groups.Take(i), joined, .. groups.Skip(i + 2)]);
        }

        return query1.ToString();
    }

    /// <summary>Any of the words: what is near when nothing has them all.</summary>
    internal static string Any(Understood query, IReadOnlyDictionary<string, IReadOnlyList<string>> meant)
    {
        var words = query.Words.Where(word => word.Stem is not null).ToList();
        return string.Join(" | ", (words.Count > 0 ? words : query.Words).Select(word => Group(word, false, meant)));
    }

    /// <summary>Names alone, the last word half typed.</summary>
    internal static string Names(Understood query) =>
        string.Join(" & ", query.Words.Select((word, i) => $"'{word.Text}':{(i == query.Words.Count - 1 ? "*" : "")}A"));

    private static string Group(Word word, bool isLast, IReadOnlyDictionary<string, IReadOnlyList<string>> meant)
    {
        var ways = new List<string> { $"'{word.Text}'" };
        if (isLast && word.Text.Length > 1)
        {
            ways.Add($"'{word.Text}':*ABC");
        }

        if (word.Stem is { } stem && stem != word.Text)
        {
            ways.Add($"'{stem}':D");
        }

        ways.AddRange(Synonyms[word.Text].Select(other => $"'{other}':AC"));
        if (meant.TryGetValue(word.Text, out var others))
        {
            ways.AddRange(others.Select(other => $"'{other}':ABC"));
        }

        return $"({string.Join(" | ", ways)})";
    }
}
