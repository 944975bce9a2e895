using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Netflix.Testing;

/// <summary>
/// A catalogue of real size, as lines of an import. The films of <c>../shared/data/titles.jsonl.gz</c> (or
/// <c>NETFLIX_TITLES</c>, "none" for none) where that file is, else as many made-up ones; with them the well-known films of
/// <c>Data/films.tsv</c>, so that queries find the same in both.
/// </summary>
public static class LargeCatalogue
{
    public const int MadeUp = 36_273;

    public static string? RealFile { get; } = Environment.GetEnvironmentVariable("NETFLIX_TITLES") switch
    {
        null or "" => Beside(),
        "none" => null,
        var named => named,
    };

    public static IEnumerable<string> Lines()
    {
        var known = new HashSet<(string, int)>();
        foreach (var film in RealFile is { } file ? Real(file) : Invented())
        {
            known.Add(((string)film["title"]!, (int)film["releaseYear"]!));
            yield return film.ToJsonString();
        }

        foreach (var film in WellKnown().Where(film => known.Add(((string)film["title"]!, (int)film["releaseYear"]!))))
        {
            yield return film.ToJsonString();
        }
    }

    /// <summary>Imports all lines as announced titles; the report.</summary>
    public static async Task<JsonElement> ImportAsync(this TestUser studio, IEnumerable<string> lines, string state = "announced")
    {
        using var client = new HttpClient { BaseAddress = studio.Http.BaseAddress, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = studio.Http.DefaultRequestHeaders.Authorization;
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return await client.PostAsync($"admin/content/import?state={state}", content).JsonAsync(HttpStatusCode.OK);
    }

    private static IEnumerable<JsonObject> WellKnown() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "films.tsv")).Select(line => line.Split('\t')).Select(cells => Film(
            $"known:{cells[0]}:{cells[1]}", cells[0], int.Parse(cells[1], null), cells[2].Split(','), cells[3].Split(','),
            $"{cells[0]} is a film of {cells[1]} with {string.Join(", ", cells[3].Split(','))}."));

    private static IEnumerable<JsonObject> Real(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            var film = JsonNode.Parse(line)!;
            yield return Film(
                $"film:{++number}", (string)film["title"]!, (int)film["year"]!, Strings(film["genres"]), Strings(film["cast"]), (string?)film["extract"] ?? "");
        }

        static string[] Strings(JsonNode? node) => [.. (node as JsonArray ?? []).Select(item => (string)item!)];
    }

    private static IEnumerable<JsonObject> Invented()
    {
        string[] adjectives = [.. "Silent Golden Broken Distant Crimson Hidden Burning Frozen Lonely Restless Hollow Velvet Savage Gentle Wandering Forgotten Painted Northern Bitter Honest Second Last Quiet Electric Paper".Split(' ')];
        string[] nouns = [.. "River Harvest Letter Garden Horizon Promise Station Mirror Orchard Lantern Valley Winter Stranger Daughter Captain Harbour Shadow Journey Circus Bridge Kingdom Melody Frontier Tenant Witness Summer Parade Fortune Canyon Window".Split(' ')];
        string[] first = [.. "Ada Bruno Clara Dorian Elsa Felix Greta Hugo Irma Jonas Karin Linus Mona Nils Olga Petra Quentin Rosa Sven Tilda Ulf Vera Walter Ylva Zora Anton Berta Casper Dagmar Emil".Split(' ')];
        string[] last = [.. "Almgren Bergqvist Carlander Dahlstrom Ekholm Falkner Granlund Hedvall Isberg Jarnvall Kullberg Lindroth Malmstedt Norling Ostlund Palmgren Quist Rosenby Stenmark Tornell Uggla Viklund Wester Yngve Zetterman".Split(' ')];
        string[] genres = [.. "Drama Comedy Western Romance Crime Action Thriller Musical Adventure Horror War Mystery Noir Fantasy Family".Split(' ')];
        var random = new Random(7);
        string Pick(string[] words) => words[random.Next(words.Length)];
        for (var i = 0; i < MadeUp; i++)
        {
            var cast = Enumerable.Range(0, 1 + random.Next(6)).Select(_ => $"{Pick(first)} {Pick(last)}").Distinct().ToArray();
            var title = $"{(random.Next(2) == 0 ? "The " : "")}{Pick(adjectives)} {Pick(nouns)}{(random.Next(3) == 0 ? $" of the {Pick(nouns)}" : "")}";
            var story = string.Join(' ', Enumerable.Range(0, 20 + random.Next(60)).Select(_ => Pick(random.Next(2) == 0 ? nouns : adjectives).ToLowerInvariant()));
            yield return Film($"film:{i}", title, 1900 + random.Next(124), [.. new[] { Pick(genres), Pick(genres) }.Distinct()], cast, story);
        }
    }

    private static JsonObject Film(string id, string title, int year, string[] genres, string[] cast, string description) => new()
    {
        ["externalId"] = id,
        ["title"] = title,
        ["type"] = "movie",
        ["releaseYear"] = year,
        ["language"] = "en",
        ["rating"] = "PG-13",
        ["genres"] = new JsonArray([.. genres.Select(genre => JsonValue.Create(genre))]),
        ["cast"] = new JsonArray([.. cast.Select(name => JsonValue.Create(name))]),
        ["description"] = description,
    };

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "titles.jsonl.gz");
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}
