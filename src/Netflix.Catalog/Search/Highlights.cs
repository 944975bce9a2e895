using System.Text.RegularExpressions;
using Netflix.Contracts;

namespace Netflix.Catalog.Search;

/// <summary>Says of each card where it has the query's words: in its name, else in a person's name or its description.</summary>
internal static partial class Highlights
{
    private const int SnippetLength = 140;

    internal static IEnumerable<string> Words(string text) => WordPattern().Matches(text).Select(word => word.Value);

    /// <param name="terms">The query's words and what was meant by them, folded.</param>
    internal static TitleCard Add(SearchHit hit, IReadOnlyList<string> terms, Func<string, string> fold)
    {
        bool Matches(string word) => fold(word) is var folded && terms.Any(term => folded == term || (term.Length > 2 && folded.StartsWith(term, StringComparison.Ordinal)));
        return hit.Card with
        {
            Match = Match("title", hit.Card.Title, Matches)
                ?? hit.People.Select(person => Match("person", person, Matches)).OfType<TitleMatch>().MaxBy(match => match.Ranges.Count)
                ?? hit.Card.Genres.Select(genre => Match("genre", genre, Matches)).FirstOrDefault(match => match is not null)
                ?? Match("description", Snippet(hit.Description, Matches), Matches),
        };
    }

    private static TitleMatch? Match(string field, string text, Func<string, bool> matches)
    {
        // "Spider-Man" is two words here, and may have been found by one.
        var words = WordPattern().Matches(text);
        var ranges = words
            .Where((word, i) => matches(word.Value) || (i > 0 && matches(words[i - 1].Value + word.Value)) || (i + 1 < words.Count && matches(word.Value + words[i + 1].Value)))
            .Select(word => new[] { word.Index, word.Length }).ToArray();
        return ranges.Length > 0 ? new TitleMatch(field, text, ranges) : null;
    }

    /// <summary>The description around its first hit.</summary>
    private static string Snippet(string text, Func<string, bool> matches)
    {
        var first = WordPattern().Matches(text).FirstOrDefault(word => matches(word.Value))?.Index ?? 0;
        var start = first < SnippetLength / 2 ? 0 : text.LastIndexOf(' ', first - (SnippetLength / 2)) + 1;
        var end = start + SnippetLength >= text.Length ? text.Length : text.LastIndexOf(' ', start + SnippetLength);
        return end <= start ? "" : (start > 0 ? "…" : "") + text[start..end].ReplaceLineEndings(" ") + (end < text.Length ? "…" : "");
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*")]
    private static partial Regex WordPattern();
}
