using System.Text.RegularExpressions;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>Says of each card where it has the query's words: in its name, else in a person's name or its description.</summary>
internal static partial class Highlights
{
    private const int SnippetLength = 140;

    internal static IEnumerable<string> Words(string text) => WordPattern().Matches(text).Select(word => word.Value);

    internal static async Task<IReadOnlyList<TitleCard>> AddAsync(
        IReadOnlyList<TitleCard> cards, IReadOnlyList<string> terms, NpgsqlDataSource source, CancellationToken cancel)
    {
        var people = await PeopleAsync([.. cards.Select(card => card.ContentId)], terms, source, cancel);
        var texts = cards.Select(card => card.Title).Concat(people.Values.SelectMany(texts => new[] { texts.Person, texts.Description })).OfType<string>().ToList();
        var hits = await HitsAsync([.. texts.SelectMany(Words).Distinct(), .. cards.SelectMany(card => Pairs(card.Title)).Distinct()], terms, source, cancel);
        return [.. cards.Select(card =>
        {
            if (Match("title", card.Title, hits) is { } name)
            {
                return card with { Match = name };
            }

            var (person, description) = people.GetValueOrDefault(card.ContentId);
            var found = (person is null ? null : Match("person", person, hits))
                ?? card.Genres.Select(genre => Match("genre", genre, hits)).FirstOrDefault(match => match is not null)
                ?? (description is null ? null : Match("description", Snippet(description, hits), hits));
            return card with { Match = found };
        })];
    }

    private static TitleMatch? Match(string field, string text, HashSet<string> hits)
    {
        var words = WordPattern().Matches(text);
        var ranges = words
            .Where((word, i) => hits.Contains(word.Value) || (i > 0 && hits.Contains(words[i - 1].Value + word.Value)) || (i + 1 < words.Count && hits.Contains(word.Value + words[i + 1].Value)))
            .Select(word => new[] { word.Index, word.Length }).ToArray();
        return ranges.Length > 0 ? new TitleMatch(field, text, ranges) : null;
    }

    /// <summary>"Spider-Man" is two words here, and was found by one.</summary>
    private static IEnumerable<string> Pairs(string text) => Words(text).Zip(Words(text).Skip(1), (one, next) => one + next);

    /// <summary>The description around its first hit.</summary>
    private static string Snippet(string text, HashSet<string> hits)
    {
        var first = WordPattern().Matches(text).FirstOrDefault(word => hits.Contains(word.Value))?.Index ?? 0;
        var start = first < SnippetLength / 2 ? 0 : text.LastIndexOf(' ', first - (SnippetLength / 2)) + 1;
        var end = start + SnippetLength >= text.Length ? text.Length : text.LastIndexOf(' ', start + SnippetLength);
        return (start > 0 ? "…" : "") + text[start..end].ReplaceLineEndings(" ") + (end < text.Length ? "…" : "");
    }

    /// <summary>The first credit of each title that has a term, and its description.</summary>
    private static async Task<Dictionary<Guid, (string? Person, string? Description)>> PeopleAsync(
        Guid[] ids, IReadOnlyList<string> terms, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select t.content_id, t.description,
                (select c.name from catalog.credits c where c.content_id = t.content_id and catalog.words_of(c.name) && $2
                 order by cardinality(array(select unnest(catalog.words_of(c.name)) intersect select unnest($2))) desc, c.role, c."order" limit 1)
            from catalog.titles t where t.content_id = any($1)
            """);
        command.Parameters.Add(new() { Value = ids });
        command.Parameters.Add(new() { Value = terms.ToArray() });
        var found = new Dictionary<Guid, (string?, string?)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            found[reader.GetGuid(0)] = (reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(1));
        }

        return found;
    }

    /// <summary>Words, as they are written, that the catalogue's folding makes one of the terms, or a longer word that begins as one.</summary>
    private static async Task<HashSet<string>> HitsAsync(string[] words, IReadOnlyList<string> terms, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select w from unnest($1) w, unnest($2) term
            where catalog.compact(w) = term or (length(term) > 2 and starts_with(catalog.compact(w), term))
            """);
        command.Parameters.Add(new() { Value = words });
        command.Parameters.Add(new() { Value = terms.ToArray() });
        var hits = new HashSet<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            hits.Add(reader.GetString(0));
        }

        return hits;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*")]
    private static partial Regex WordPattern();
}
