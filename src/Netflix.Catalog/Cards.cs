using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Catalog;

/// <summary>Titles as cards, in one statement.</summary>
internal static class Cards
{
    /// <summary>Pictures are under their asset's id, so a new asset is a new address and may be cached for ever.</summary>
    internal static string? ArtworkUrl(Guid? assetId, string picture) =>
        assetId is { } id ? $"/api/v1/artwork/{id:N}/{picture}.jpg" : null;

    /// <summary>The languages in which a text may serve the viewer, the best first: "pt-BR", then "pt".</summary>
    internal static string[] Languages(Viewer viewer) =>
        viewer.Language.Split('-') is { Length: > 1 } parts ? [viewer.Language, parts[0]] : [viewer.Language];

    internal static async Task<List<TitleCard>> ToCardsAsync(this IQueryable<Title> titles, Viewer viewer, CancellationToken cancel)
    {
        var languages = Languages(viewer);
        var rows = await titles
            .Select(title => new
            {
                title.ContentId, title.Name, title.Type, title.ReleaseYear, title.Rating, title.Genres, title.ArtworkAssetId, title.State,
                Names = title.Localizations.Where(text => languages.Contains(text.Language)).Select(text => new { text.Language, text.Title }).ToList(),
            })
            .ToListAsync(cancel);
        return [.. rows.Select(row => new TitleCard(
            row.ContentId, languages.Select(language => row.Names.Find(text => text.Language == language)?.Title).FirstOrDefault(name => name is not null) ?? row.Name,
            row.Type, row.ReleaseYear, row.Rating, row.Genres,
            ArtworkUrl(row.ArtworkAssetId, "card"), PreviewUrl: null, ComingSoon: row.State == TitleState.Announced))];
    }
}
