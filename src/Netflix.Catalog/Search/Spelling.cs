using System.Text;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>
/// Words of the catalogue that a misspelt word may mean. One slip (a letter too many, missing, wrong, or two swapped) is
/// looked up by its key, which also finds "the" for "teh"; more slips by trigrams, which need longer words.
/// </summary>
internal static class Spelling
{
    private const int MostMeant = 30;
    private const int ShortestForTwoSlips = 6;
    private const int Shortest = 3;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Short words and numbers are meant as they stand: nearly any other is one slip away.</summary>
    internal static bool IsMendable(string word) => word.Length >= Shortest && !word.Any(char.IsDigit);

    /// <param name="loosely">Also words that are only somewhat like it, to say what is near.</param>
    /// <returns>The nearest first.</returns>
    internal static async Task<IReadOnlyList<string>> MeantAsync(string word, bool loosely, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select word from catalog.words where word = any($1)
            union
            (select word from catalog.words where word % $2 and $3 and abs(length(word) - length($2)) <= 3
             order by public.similarity(word, $2) desc limit 50)
            """);
        command.Parameters.Add(new() { Value = OneSlip(word).ToArray() });
        command.Parameters.Add(new() { Value = word });
        command.Parameters.Add(new() { Value = loosely || word.Length >= ShortestForTwoSlips });
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            found.Add(reader.GetString(0));
        }

        var most = loosely ? Math.Max(2, word.Length / 2) : word.Length < ShortestForTwoSlips ? 1 : 2;
        return [.. found
            .Select(candidate => (candidate, slips: Slips(word, candidate)))
            .Where(item => item.candidate != word && item.slips <= most)
            .OrderBy(item => item.slips)
            .ThenBy(item => item.candidate[0] != word[0]) // the first letter is seldom wrong
            .ThenBy(item => Math.Abs(item.candidate.Length - word.Length))
            .Take(MostMeant)
            .Select(item => item.candidate)];
    }

    /// <summary>All that is one slip away, some 70 a letter.</summary>
    internal static IEnumerable<string> OneSlip(string word)
    {
        for (var i = 0; i <= word.Length; i++)
        {
            var (head, tail) = (word[..i], word[i..]);
            if (tail.Length > 0)
            {
                yield return head + tail[1..];
            }

            if (tail.Length > 1)
            {
                yield return $"{head}{tail[1]}{tail[0]}{tail[2..]}";
            }

            foreach (var letter in Letters)
            {
                yield return $"{head}{letter}{tail}";
                if (tail.Length > 0)
                {
                    yield return $"{head}{letter}{tail[1..]}";
                }
            }
        }
    }

    /// <summary>Damerau and Levenshtein's distance (optimal string alignment): letters added, dropped, changed, or swapped with the next.</summary>
    internal static int Slips(string from, string to)
    {
        var (before, last, now) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                now[j] = Math.Min(Math.Min(now[j - 1], last[j]) + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }
            }

            (before, last, now) = (last, now, before);
        }

        return last[to.Length];
    }
}
