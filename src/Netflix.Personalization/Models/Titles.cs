using Netflix.Contracts;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Models;

/// <summary>The catalogue's titles as the engine takes them.</summary>
internal static class Titles
{
    internal static TitleContent Of(CatalogTitle title) => new(
        title.ContentId, title.Year, title.Language, title.Genres, title.Cast, title.Directors, $"{title.Title} {title.Description}", title.ListedAt);
}
