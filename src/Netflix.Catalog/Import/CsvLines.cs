using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Netflix.Catalog.Features;
using Netflix.Contracts;

namespace Netflix.Catalog.Import;

/// <summary>Comma-separated lines under a header of the fields' names; a field with several values parts them by '|'.</summary>
internal static class CsvLines
{
    internal static readonly string[] Columns =
        ["title", "description", "type", "genres", "releaseYear", "rating", "language", "cast", "director", "directors", "externalId"];

    /// <summary>Null when the header can be read, else what is wrong with it.</summary>
    internal static async Task<string?> CheckHeaderAsync(CsvReader csv)
    {
        if (!await csv.ReadAsync() || !csv.ReadHeader())
        {
            return null; // an empty file has no titles
        }

        var header = csv.HeaderRecord!;
        if (header.FirstOrDefault(name => !Columns.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            return $"There is no column '{unknown}': the first line names columns out of {string.Join(", ", Columns)}.";
        }

        return header.Distinct(StringComparer.OrdinalIgnoreCase).Count() == header.Length ? null : "A column is named twice.";
    }

    internal static CsvReader Open(Stream body) => new(
        new StreamReader(body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true),
        new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            PrepareHeaderForMatch = header => header.Header.Trim().ToLowerInvariant(),
            MissingFieldFound = null,
            BadDataFound = null,
            MaxFieldSize = NdjsonLines.LongestLine,
        });

    internal static async IAsyncEnumerable<ImportLine> ReadAsync(CsvReader csv, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            ImportLine line;
            try
            {
                if (!await csv.ReadAsync())
                {
                    yield break;
                }

                line = Parse(csv);
            }
            catch (CsvHelperException)
            {
                line = ImportLine.Bad(csv.Parser.RawRow, $"A field holds at most {NdjsonLines.LongestLine} letters, and quotes come in pairs.");
            }

            yield return line;
            if (line.Error is not null && csv.Parser.Record is null)
            {
                yield break; // what follows cannot be told apart
            }
        }
    }

    private static ImportLine Parse(CsvReader csv)
    {
        var line = csv.Parser.RawRow;
        if (csv.Parser.Count > csv.HeaderRecord!.Length)
        {
            return ImportLine.Bad(line, $"There are {csv.Parser.Count} fields, and the header names {csv.HeaderRecord.Length}: put quotes around a field with a comma in it.");
        }

        TitleType type = default;
        if (Text(csv, "type") is { } name && (!Enum.TryParse(name, ignoreCase: true, out type) || char.IsAsciiDigit(name[0])))
        {
            return ImportLine.Bad(line, "type: say 'movie', 'series' or 'documentary'.");
        }

        int year = 0;
        if (Text(csv, "releaseYear") is { } number && !int.TryParse(number, CultureInfo.InvariantCulture, out year))
        {
            return ImportLine.Bad(line, "releaseYear: write a year, such as 1972.");
        }

        return new ImportLine(
            line,
            new TitleRequest(
                Text(csv, "title"), Text(csv, "description"), Text(csv, "type") is null ? null : type, List(csv, "genres"),
                Text(csv, "releaseYear") is null ? null : year, Text(csv, "rating"), Text(csv, "language"), List(csv, "cast"),
                Text(csv, "director"), List(csv, "directors"), Text(csv, "externalId"), Localizations: null, State: null),
            null);
    }

    private static string? Text(CsvReader csv, string column) =>
        csv.TryGetField<string>(column.ToLowerInvariant(), out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string[]? List(CsvReader csv, string column) =>
        Text(csv, column)?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
