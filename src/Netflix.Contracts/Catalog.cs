namespace Netflix.Contracts;

public enum TitleType { Movie, Series, Documentary }

/// <summary>Why a viewer may not play a video; <see cref="Unknown"/> answers as if it did not exist.</summary>
public enum Access { Allowed, Unknown, Region, Maturity }

/// <summary>One playable thing: a film, or one episode of a series.</summary>
public sealed record VideoRef(Guid VideoId, Guid ContentId, string Title, int? Season, int? Episode, string? EpisodeTitle);

/// <summary>A video as one viewer may see it.</summary>
/// <param name="IsTrailer">Played like seen: also of an announced title; it leaves no trace in what the profile watched.</param>
public sealed record CatalogVideo(VideoRef Video, Access Access, Guid? NextVideoId, bool IsTrailer = false);

/// <summary>A title in a row or a list, as the web client draws it.</summary>
/// <param name="Rating">The age rating as printed, such as "PG-13".</param>
/// <param name="VideoId">What to play at once, in a row of videos to continue; else the title's page decides.</param>
/// <param name="Progress">Percent watched, 0 to 100; null when never started.</param>
public sealed record TitleCard(
    Guid ContentId, string Title, TitleType Type, int? Year, string? Rating, IReadOnlyList<string> Genres,
    string? ThumbnailUrl, string? PreviewUrl, bool ComingSoon = false, Guid? VideoId = null, int? MatchScore = null, string? Reason = null, double? Progress = null,
    TitleMatch? Match = null);

/// <summary>Why a search found a title.</summary>
/// <param name="Field"><c>title</c>, <c>person</c>, <c>genre</c> or <c>description</c>.</param>
/// <param name="Ranges">Start and length of each word of <paramref name="Text"/> that matches, in UTF-16 units.</param>
public sealed record TitleMatch(string Field, string Text, IReadOnlyList<int[]> Ranges);

/// <summary>Titles that the editors put together, as far as the viewer may see them; never empty.</summary>
public sealed record EditorialRow(Guid CollectionId, string Name, string? Description, IReadOnlyList<TitleCard> Items);

public enum ShelfKind { Newest, Editorial, Genre }

/// <summary>A row of titles that is not made for one profile; never empty.</summary>
/// <param name="Key">Names the row among those of its kind, and stays.</param>
public sealed record Shelf(ShelfKind Kind, string Key, string Title, IReadOnlyList<TitleCard> Items);

/// <summary>What a title is about, for those who rank titles.</summary>
/// <param name="Cast">Leading parts first.</param>
public sealed record CatalogTitle(
    Guid ContentId, TitleType Type, string Title, IReadOnlyList<string> Genres, int? Year, string? Language, string Description,
    IReadOnlyList<string> Cast, IReadOnlyList<string> Directors, DateTimeOffset ListedAt);

/// <summary>All that a viewer may see, sorted by id; the same object as long as nothing has changed.</summary>
/// <param name="ComingSoon">Announced: seen, but not played yet.</param>
public sealed record VisibleTitles(IReadOnlyList<Guid> Playable, IReadOnlyList<Guid> ComingSoon);

public enum TitleSort { Newest, Popular, Title, Year, Rating }

public interface ICatalog
{
    /// <summary>What kind of title this is; null when there is none.</summary>
    Task<TitleType?> FindTypeAsync(Guid contentId, CancellationToken cancel);

    /// <summary>The video an upload is for; null when the title, season, episode or trailer does not exist.</summary>
    Task<VideoRef?> FindVideoAsync(Guid contentId, int? season, int? episode, bool trailer, CancellationToken cancel);

    /// <summary>Titles by the ids that others know them by; ids that no title has are left out.</summary>
    Task<IReadOnlyDictionary<string, Guid>> FindByExternalIdsAsync(IReadOnlyCollection<string> externalIds, CancellationToken cancel);

    /// <summary>Videos as the viewer may see them; ids that do not exist are left out.</summary>
    Task<IReadOnlyDictionary<Guid, CatalogVideo>> GetVideosAsync(IReadOnlyCollection<Guid> videoIds, Viewer viewer, CancellationToken cancel);

    /// <summary>When a title that the viewer may see goes away for him, if it does so within this time; null else.</summary>
    Task<DateTimeOffset?> FindEndAsync(Guid contentId, Viewer viewer, TimeSpan within, CancellationToken cancel);

    /// <summary>Those of the titles that the viewer may see.</summary>
    Task<IReadOnlySet<Guid>> GetVisibleAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel);

    /// <summary>All titles that the viewer may see; viewers of one region and age share the answer.</summary>
    Task<VisibleTitles> GetAllVisibleAsync(Viewer viewer, CancellationToken cancel);

    /// <summary>Grows with each change of what the catalogue shows.</summary>
    Task<long> GetGenerationAsync(CancellationToken cancel);

    /// <summary>Every title but drafts.</summary>
    Task<IReadOnlyList<Guid>> GetTitleIdsAsync(CancellationToken cancel);

    /// <summary>What these titles are about, by id; null: all but drafts.</summary>
    Task<IReadOnlyList<CatalogTitle>> ReadTitlesAsync(IReadOnlyCollection<Guid>? contentIds, CancellationToken cancel);

    /// <summary>Of the titles whose picture the studio left open, the addresses of the stills that could be it, the best first; titles with one are left out.</summary>
    Task<IReadOnlyDictionary<Guid, IReadOnlyList<string>>> GetPicturesAsync(IReadOnlyCollection<Guid> contentIds, CancellationToken cancel);

    /// <summary>Cards of titles the viewer may see, others left out; in no order.</summary>
    Task<IReadOnlyDictionary<Guid, TitleCard>> GetCardsAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel);

    /// <summary>The first titles the viewer may see, of one genre or all.</summary>
    Task<IReadOnlyList<TitleCard>> ListAsync(string? genre, TitleSort sort, int limit, Viewer viewer, CancellationToken cancel);

    /// <summary>The profile's list, in its order.</summary>
    Task<IReadOnlyList<TitleCard>> GetMyListAsync(int limit, Viewer viewer, CancellationToken cancel);

    /// <summary>Rows that all profiles of one region, age and language share: what is new, the editors' collections, the fullest genres.</summary>
    Task<IReadOnlyList<Shelf>> GetShelvesAsync(Viewer viewer, CancellationToken cancel);
}

public sealed record TitlePublished(Guid ContentId, DateTimeOffset At);

public sealed record TitleChanged(Guid ContentId);

/// <summary>The title is gone; every module removes what it holds of it.</summary>
public sealed record TitleDeleted(Guid ContentId, IReadOnlyList<Guid> VideoIds);

/// <summary>One video of a title is gone, the title is not: its trailer.</summary>
public sealed record VideoDeleted(Guid ContentId, Guid VideoId);

/// <param name="Rating">1 to 5; null when it was taken back.</param>
public sealed record TitleRated(Guid ProfileId, Guid ContentId, int? Rating, DateTimeOffset At);

public sealed record MyListChanged(Guid ProfileId, Guid ContentId, bool Added, DateTimeOffset At);
