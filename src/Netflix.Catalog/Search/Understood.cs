using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>A word of the query as the documents hold words: lower case, without accents.</summary>
/// <param name="Stem">As the descriptions hold it; null for a word such as "the", which says nothing there.</param>
/// <param name="IsKnown">Some title has it; or begins so, if it is the last, half typed word.</param>
internal sealed record Word(string Text, string? Stem, bool IsKnown);

/// <summary>What the viewer typed, in words.</summary>
/// <param name="PersonId">The person of exactly this name, if there is one.</param>
internal sealed record Understood(IReadOnlyList<Word> Words, Guid? PersonId)
{
    /// <summary>Longer queries are cut: nobody means more, and each word costs.</summary>
    internal const int LongestQuery = 100;
    private const int MostWords = 8;

    /// <summary>All words in one, as <c>documents.keys</c> hold names: "spider man" and "Spider-Man" are the same.</summary>
    internal string Compact => string.Concat(Words.Select(word => word.Text));

    /// <summary>Null when there is no letter or digit in it.</summary>
    internal static async Task<Understood?> ReadAsync(string? query, NpgsqlDataSource source, CancellationToken cancel)
    {
        if (Clean(query) is not { } text)
        {
            return null;
        }

        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            select w.word, ts_lexize('english_stem', w.word),
                case when w.n = w.count
                    then exists (select from catalog.words v where v.word >= w.word and v.word < w.word || chr(1114111))
                    else exists (select from catalog.words v where v.word = w.word) end
                or exists (select from catalog.documents d where d.words @@ (select to_tsquery('simple', w.word) || to_tsquery('english', w.word)))
            from (select word collate "C" as word, n, count(*) over () as count from unnest(catalog.words_of($1)) with ordinality as u(word, n)) w
            where w.n <= $2
            order by w.n
            """) { Parameters = { new() { Value = text }, new() { Value = MostWords } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select person_id from catalog.people where person_id = catalog.person_of($1)") { Parameters = { new() { Value = text } } });

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var words = new List<Word>();
        while (await reader.ReadAsync(cancel))
        {
            var stems = reader.IsDBNull(1) ? [] : reader.GetFieldValue<string[]>(1);
            words.Add(new Word(reader.GetString(0), stems.FirstOrDefault(), reader.GetBoolean(2)));
        }

        await reader.NextResultAsync(cancel);
        var person = await reader.ReadAsync(cancel) ? reader.GetGuid(0) : (Guid?)null;
        return words.Count > 0 ? new Understood(words, person) : null;
    }

    internal static string? Clean(string? query)
    {
        var text = query?.Trim() ?? "";
        if (text.Length > LongestQuery)
        {
            text = text[..(char.IsHighSurrogate(text[LongestQuery - 1]) ? LongestQuery - 1 : LongestQuery)];
        }

        return text.Length > 0 && Validation.IsPlain(text) ? text : null;
    }
}
