using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netflix.AppHost.Import;

/// <summary>
/// Lines of a file of titles as the import takes them. The film lists of prust/wikipedia-movie-data (title, year, cast,
/// genres, extract, href) become our fields; any other line goes through as it is.
/// </summary>
internal static class FilmLines
{
    /// <param name="path">NDJSON or CSV, packed by gzip when it ends in .gz.</param>
    internal static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    internal static bool IsCsv(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);

    internal static async Task CopyAsync(Stream from, Stream to, CancellationToken cancel)
    {
        using var lines = new StreamReader(from, Encoding.UTF8);
        await using var output = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        var seen = new Dictionary<string, int>();
        while (await lines.ReadLineAsync(cancel) is { } line)
        {
            await output.WriteLineAsync(Convert(line, seen).AsMemory(), cancel);
        }
    }

    internal static string Convert(string line, Dictionary<string, int> seen)
    {
        JsonObject? film = null;
        try
        {
            film = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            // The import names the line.
        }

        if (film?["type"] is not null || film?["title"]?.GetValueKind() != JsonValueKind.String || film["year"]?.GetValueKind() != JsonValueKind.Number)
        {
            return line;
        }

        // A film without an article is known by its name and year; two of both are told apart by their order in the file.
        var (title, year) = (film["title"]!.GetValue<string>(), film["year"]!.GetValue<int>());
        var article = (string?)film["href"];
        var key = article is null ? $"film:{year}:{title}" : $"wikipedia:{article}";
        var number = seen[key] = seen.GetValueOrDefault(key) + 1;
        return new JsonObject
        {
            ["externalId"] = number == 1 ? key : $"{key}#{number}",
            ["title"] = title,
            ["type"] = film["genres"] is JsonArray names && names.Any(name => (string?)name == "Documentary") ? "documentary" : "movie",
            ["releaseYear"] = year,
            ["language"] = "en",
            ["genres"] = film["genres"]?.DeepClone(),
            ["cast"] = film["cast"]?.DeepClone(),
            // The text is Wikipedia's, CC BY-SA 4.0, which asks to be named.
            ["description"] = film["extract"] is { } extract ? $"{extract}\n\nText: Wikipedia, CC BY-SA 4.0, https://en.wikipedia.org/wiki/{article}" : "",
        }.ToJsonString();
    }
}
