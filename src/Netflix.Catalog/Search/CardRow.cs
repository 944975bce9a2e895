using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>A card as the statements of lists read it: EF would cost as much again as PostgreSQL does.</summary>
internal static class CardRow
{
    /// <summary>Ten columns over titles <c>t</c>; <c>@languages</c> are the viewer's, the best first.</summary>
    internal const string Columns = $"t.content_id, {Name}, t.type, t.genres, t.release_year, t.rating, t.artwork_asset_id, t.state, t.artwork_number, t.preview_asset_id";

    /// <summary>The name in the viewer's language, else the title's own.</summary>
    internal const string Name = """
        coalesce((select l.title from catalog.localizations l where l.content_id = t.content_id and l.language = any(@languages)
            order by array_position(@languages, l.language) limit 1), t.name)
        """;

    internal static TitleCard Read(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first), row.GetString(first + 1), Enum.Parse<TitleType>(row.GetString(first + 2)),
        row.IsDBNull(first + 4) ? null : row.GetInt32(first + 4), row.IsDBNull(first + 5) ? null : row.GetString(first + 5), row.GetFieldValue<string[]>(first + 3),
        Cards.ArtworkUrl(row.IsDBNull(first + 6) ? null : row.GetGuid(first + 6), "card", row.IsDBNull(first + 8) ? null : row.GetInt32(first + 8)),
        Cards.PreviewUrl(row.IsDBNull(first + 9) ? null : row.GetGuid(first + 9)),
        ComingSoon: row.GetString(first + 7) == nameof(TitleState.Announced));

    /// <summary>The cards of a statement whose columns are these alone.</summary>
    internal static async Task<List<TitleCard>> ReadAllAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var cards = new List<TitleCard>();
        while (await reader.ReadAsync(cancel))
        {
            cards.Add(Read(reader, 0));
        }

        return cards;
    }
}
