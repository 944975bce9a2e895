using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Catalog.Features;

/// <summary>A title with all that the studio sees of it.</summary>
internal sealed record StudioTitle(
    Guid ContentId, string Title, string Description, TitleType Type, TitleState State, IReadOnlyList<string> Genres, int? ReleaseYear,
    string? Rating, int Maturity, string? Language, IReadOnlyList<string> Cast, IReadOnlyList<string> Directors, IReadOnlyList<CreditRequest> Credits,
    string? ExternalId, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, bool Playable, string? ThumbnailUrl, Guid? VideoId,
    StudioTitle.TrailerItem? Trailer, IReadOnlyList<SetAvailability.Window> Availability, IReadOnlyList<LocalizationRequest> Localizations,
    IReadOnlyList<StudioTitle.SeasonItem>? Seasons)
{
    internal sealed record TrailerItem(Guid VideoId, bool Playable, double? DurationSeconds);

    internal sealed record SeasonItem(int Number, string? Title, IReadOnlyList<EpisodeItem> Episodes);

    internal sealed record EpisodeItem(int Number, string Title, string? Description, Guid VideoId, bool Playable, double? DurationSeconds);

    internal static async Task<StudioTitle> ReadAsync(Title title, CatalogDbContext db, CancellationToken cancel) => new(
        title.ContentId, title.Name, title.Description, title.Type, title.State, title.Genres, title.ReleaseYear,
        title.Rating, title.Maturity, title.Language, Names(title, CreditRole.Actor), Names(title, CreditRole.Director),
        [.. title.Credits.OrderBy(credit => credit.Role).ThenBy(credit => credit.Order).Select(credit => new CreditRequest(credit.Name, credit.Role, credit.Character))],
        title.ExternalId, title.CreatedAt, title.PublishedAt, title.IsPlayable, Cards.ArtworkUrl(title.ArtworkAssetId, "card", title.ArtworkNumber), title.Video?.VideoId,
        title.Trailer is { } trailer ? new TrailerItem(trailer.VideoId, trailer.IsPlayable, trailer.DurationSeconds) : null,
        title.HasWindows ? await WindowsAsync(title.ContentId, db, cancel) : [],
        [.. title.Localizations.OrderBy(text => text.Language, StringComparer.Ordinal).Select(text => new LocalizationRequest(text.Language, text.Title, text.Description))],
        title.Type != TitleType.Series ? null : [.. title.Seasons.OrderBy(season => season.Number).Select(season => new SeasonItem(
            season.Number, season.Name, [.. season.Episodes.OrderBy(episode => episode.Number).Select(episode => new EpisodeItem(
                episode.Number, episode.Name, episode.Description, episode.Video.VideoId, episode.Video.IsPlayable, episode.Video.DurationSeconds))]))]);

    internal static List<string> Names(Title title, CreditRole role) =>
        [.. title.Credits.Where(credit => credit.Role == role).OrderBy(credit => credit.Order).Select(credit => credit.Name)];

    private static Task<List<SetAvailability.Window>> WindowsAsync(Guid contentId, CatalogDbContext db, CancellationToken cancel) =>
        db.Availabilities.AsNoTracking().Where(window => window.ContentId == contentId)
            .OrderBy(window => window.Region).ThenBy(window => window.From).ThenBy(window => window.AvailabilityId)
            .Select(window => new SetAvailability.Window(window.Region, window.From, window.To)).ToListAsync(cancel);
}
