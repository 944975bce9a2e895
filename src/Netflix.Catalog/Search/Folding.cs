using System.Globalization;
using System.Text;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>The catalogue's folding (lower case, no accents) for letters of Latin scripts, read from PostgreSQL once: we run without ICU.</summary>
internal sealed class Folding(NpgsqlDataSource source)
{
    private const int FirstAccented = 0xC0;
    private Dictionary<char, string>? letters;

    internal async Task<Func<string, string>> LoadAsync(CancellationToken cancel)
    {
        if (letters is null)
        {
            await using var command = source.CreateCommand($"""
                select chr(n), catalog.fold(chr(n)) from (select generate_series({FirstAccented}, 591) n union select generate_series(7680, 7935)) codes
                """);
            var read = new Dictionary<char, string> { ['\''] = "", ['’'] = "" }; // as catalog.words_of leaves them out
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                read[reader.GetString(0)[0]] = reader.GetString(1);
            }

            letters = read;
        }

        return Fold;
    }

    private string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word)
        {
            folded.Append(letters!.TryGetValue(letter, out var plain) ? plain : char.ToLower(letter, CultureInfo.InvariantCulture));
        }

        return folded.ToString();
    }
}
