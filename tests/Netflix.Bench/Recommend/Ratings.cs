using System.Globalization;
using System.IO.Compression;
using System.Text;
using Netflix.Personalization.Engine;

namespace Netflix.Bench.Recommend;

/// <summary>Films and who rated which when, as data/README.md has them; a rating counts as watched, whatever the stars.</summary>
internal sealed record Ratings(TitleContent[] Titles, Guid[] Profiles, Interaction[] Interactions)
{
    private const int LeastRatings = 3;

    /// <summary>Films with at least three ratings, and the profiles that rated them.</summary>
    internal static Ratings Read(string ratingsFile, string? moviesFile)
    {
        var rows = Lines(ratingsFile).Skip(1).Select(line => line.Split(',')).Select(field => (
            User: int.Parse(field[0], CultureInfo.InvariantCulture), Film: int.Parse(field[1], CultureInfo.InvariantCulture),
            At: long.Parse(field[3], CultureInfo.InvariantCulture))).ToList();
        var often = rows.GroupBy(row => row.Film).Where(film => film.Count() >= LeastRatings).Select(film => film.Key).Order().ToArray();
        var films = often.Select((film, i) => (film, i)).ToDictionary(one => one.film, one => one.i);
        var users = rows.Select(row => row.User).Distinct().Order().Select((user, i) => (user, i)).ToDictionary(one => one.user, one => one.i);
        var contents = moviesFile is null ? [] : Lines(moviesFile).Skip(1).Select(Fields).ToDictionary(field => int.Parse(field[0], CultureInfo.InvariantCulture));
        return new(
            [.. often.Select(film => Content(film, contents.GetValueOrDefault(film)))], [.. users.Values.Select(user => Id(2, user))],
            [.. rows.Where(row => films.ContainsKey(row.Film)).Select(row => new Interaction(users[row.User], films[row.Film], 1, row.At))]);
    }

    internal static Guid Id(int kind, int number) => new(kind, 0, 0, [0, 0, 0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    internal static IEnumerable<string> Lines(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static TitleContent Content(int film, List<string>? field)
    {
        var genres = field is null ? [] : field[3].Split('|').Where(genre => !genre.StartsWith('(')).ToArray();
        int? year = field is not null && int.TryParse(field[2], out var parsed) ? parsed : null;
        return new(Id(1, film), year, null, genres, [], [], field?[1], DateTimeOffset.UnixEpoch);
    }

    /// <summary>Fields between commas; quoted ones hold commas.</summary>
    private static List<string> Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}

/// <summary>The past to learn from and, for each profile, the titles it came to afterwards, and when to the first of them.</summary>
internal sealed record Split(TrainingData Training, int[][] Tests, long[] AskedAt)
{
    /// <summary>The last 20 % of each profile by time are the test.</summary>
    internal static Split ByTime(IReadOnlyList<TitleContent> titles, IReadOnlyList<Guid> profiles, IEnumerable<Interaction> interactions, double share = 0.2)
    {
        var (past, tests, askedAt) = (new List<Interaction>(), new int[profiles.Count][], new long[profiles.Count]);
        Array.Fill(tests, []);
        foreach (var own in interactions.GroupBy(one => one.Profile))
        {
            var inOrder = own.OrderBy(one => one.At).ToArray();
            var kept = (int)((1 - share) * inOrder.Length);
            past.AddRange(inOrder[..kept]);
            tests[own.Key] = [.. inOrder[kept..].Select(one => one.Title)];
            askedAt[own.Key] = inOrder[Math.Min(kept, inOrder.Length - 1)].At;
        }

        return new(TrainingData.From(titles, profiles.Select(id => (id, "US")), past), tests, askedAt);
    }
}
