using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Features;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>What all viewers of one region, age and language are told of a title.</summary>
internal sealed record TitleFacts(
    string Name, string Description, TitleType Type, TitleState State, int? Year, string? Rating, int Maturity, string[] Genres, string? Language,
    Guid? ArtworkAssetId, int? ArtworkNumber, Guid? PreviewAssetId, VideoFacts? Video, VideoFacts? Trailer, IReadOnlyList<GetTitle.Person> People, DateTimeOffset? AvailableUntil, IReadOnlyList<Season> Seasons)
{
    /// <summary>The description in the viewer's language, if a translation has one.</summary>
    private const string OwnDescription = """
        coalesce((select l.description from catalog.localizations l where l.content_id = t.content_id and l.language = any(@languages) and l.description <> ''
            order by array_position(@languages, l.language) limit 1), t.description)
        """;

    private const string Sql = $"""
        select {CardRow.Name}, {OwnDescription}, t.type, t.state, t.release_year, t.rating, t.maturity, t.genres, t.language, t.artwork_asset_id, t.has_windows,
            v.video_id, v.asset_id, v.duration_seconds, v.audio_languages, v.subtitle_languages,
            r.video_id, r.asset_id, r.duration_seconds, r.audio_languages, r.subtitle_languages, t.artwork_number, t.preview_asset_id
        from catalog.titles t left join catalog.videos v on v.video_id = t.video_id left join catalog.videos r on r.video_id = t.trailer_id
        where t.content_id = @id and {TitleConditions.Visible}
        """;

    private const string Credits = "select person_id, name, role, character from catalog.credits where content_id = @id order by \"order\"";

    /// <summary>Two statements in one trip for a film; one more trip for windows, one for episodes. Null when the viewer may not see it.</summary>
    internal static async Task<TitleFacts?> ReadAsync(
        Guid contentId, TitleConditions conditions, Viewer viewer, DateTimeOffset now, NpgsqlDataSource source, CatalogDbContext db, CancellationToken cancel)
    {
        var (title, hasWindows) = await ReadAsync(contentId, conditions, source, cancel);
        return title is null ? null : title with
        {
            AvailableUntil = hasWindows ? await EndAsync(contentId, viewer, GetTitle.EndsSoon, now, db, cancel) : null,
            Seasons = title.Type == TitleType.Series ? await SeasonsAsync(contentId, db, cancel) : [],
        };
    }

    private static async Task<(TitleFacts? Title, bool HasWindows)> ReadAsync(Guid contentId, TitleConditions conditions, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in (string[])[Sql, Credits])
        {
            var command = new NpgsqlBatchCommand(sql) { Parameters = { new("id", contentId) } };
            if (sql == Sql)
            {
                conditions.AddTo(command.Parameters);
            }

            batch.BatchCommands.Add(command);
        }

        await using var row = await batch.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel))
        {
            return (null, false);
        }

        var hasWindows = row.GetBoolean(10);
        var title = new TitleFacts(
            row.GetString(0), row.GetString(1), Enum.Parse<TitleType>(row.GetString(2)), Enum.Parse<TitleState>(row.GetString(3)),
            row.IsDBNull(4) ? null : row.GetInt32(4), row.IsDBNull(5) ? null : row.GetString(5), row.GetInt32(6), row.GetFieldValue<string[]>(7),
            row.IsDBNull(8) ? null : row.GetString(8), row.IsDBNull(9) ? null : row.GetGuid(9),
            row.IsDBNull(21) ? null : row.GetInt32(21), row.IsDBNull(22) ? null : row.GetGuid(22), VideoFacts.Read(row, 11), VideoFacts.Read(row, 16), [], null, []);
        await row.NextResultAsync(cancel);
        var people = new List<GetTitle.Person>();
        while (await row.ReadAsync(cancel))
        {
            people.Add(new(row.GetGuid(0), row.GetString(1), Enum.Parse<CreditRole>(row.GetString(2)), row.IsDBNull(3) ? null : row.GetString(3)));
        }

        return (title with { People = [.. people.OrderBy(person => person.Role)] }, hasWindows);
    }

    /// <summary>When the viewer's window closes, if that is soon: windows that follow each other without a gap are one.</summary>
    internal static async Task<DateTimeOffset?> EndAsync(Guid contentId, Viewer viewer, TimeSpan within, DateTimeOffset now, CatalogDbContext db, CancellationToken cancel)
    {
        var windows = await db.Availabilities.AsNoTracking()
            .Where(window => window.ContentId == contentId && (window.Region == Availability.Everywhere || window.Region == viewer.Country) && (window.To == null || window.To > now))
            .ToListAsync(cancel);
        var end = now;
        foreach (var window in windows.OrderBy(window => window.From ?? DateTimeOffset.MinValue).TakeWhile(window => window.From is null || window.From <= now + within))
        {
            if (window.From > end)
            {
                break;
            }

            end = window.To is { } closes ? (closes > end ? closes : end) : DateTimeOffset.MaxValue;
        }

        return windows.Count > 0 && end - now <= within ? end : null;
    }

    private static Task<List<Season>> SeasonsAsync(Guid contentId, CatalogDbContext db, CancellationToken cancel) =>
        db.Set<Season>().AsNoTracking().Where(season => EF.Property<Guid>(season, "ContentId") == contentId)
            .Include(season => season.Episodes).ThenInclude(episode => episode.Video).OrderBy(season => season.Number).ToListAsync(cancel);
}

/// <summary>A film's video or trailer.</summary>
internal sealed record VideoFacts(Guid VideoId, bool IsPlayable, double? DurationSeconds, string[] AudioLanguages, string[] SubtitleLanguages)
{
    internal static VideoFacts? Read(NpgsqlDataReader row, int first) => row.IsDBNull(first) ? null : new(
        row.GetGuid(first), !row.IsDBNull(first + 1), row.IsDBNull(first + 2) ? null : row.GetDouble(first + 2),
        row.GetFieldValue<string[]>(first + 3), row.GetFieldValue<string[]>(first + 4));
}
