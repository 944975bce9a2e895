using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Features;
using Netflix.Catalog.Search;
using Netflix.Contracts;

namespace Netflix.Catalog;

/// <summary>What other modules ask of the catalogue.</summary>
internal sealed class CatalogReader(CatalogDbContext db, TitleSearch search, Shelves shelves, CatalogCache cache, TimeProvider clock) : ICatalog
{
    public async Task<TitleType?> FindTypeAsync(Guid contentId, CancellationToken cancel) =>
        await db.Titles.Where(title => title.ContentId == contentId).Select(title => (TitleType?)title.Type).FirstOrDefaultAsync(cancel);

    public async Task<VideoRef?> FindVideoAsync(Guid contentId, int? season, int? episode, bool trailer, CancellationToken cancel) =>
        (await VideosOfAsync([contentId], cancel))
            .Find(video => video.IsTrailer == trailer && video.Season == season && video.Episode == episode)?.Reference();

    public async Task<IReadOnlyDictionary<string, Guid>> FindByExternalIdsAsync(IReadOnlyCollection<string> externalIds, CancellationToken cancel)
    {
        string[] wanted = [.. externalIds];
        return await db.Titles.Where(title => wanted.Contains(title.ExternalId)).ToDictionaryAsync(title => title.ExternalId!, title => title.ContentId, cancel);
    }

    public async Task<IReadOnlyDictionary<Guid, CatalogVideo>> GetVideosAsync(IReadOnlyCollection<Guid> videoIds, Viewer viewer, CancellationToken cancel)
    {
        Guid[] wanted = [.. videoIds];
        var titleIds = await db.Database.SqlQuery<Guid>($"""
            select content_id as "Value" from catalog.titles where video_id = any({wanted}) or trailer_id = any({wanted})
            union select s.content_id from catalog.episodes e join catalog.seasons s using (season_id) where e.video_id = any({wanted})
            """).ToArrayAsync(cancel);
        if (titleIds.Length == 0)
        {
            return new Dictionary<Guid, CatalogVideo>();
        }

        var visible = await GetVisibleAsync(titleIds, viewer, cancel);
        var found = new Dictionary<Guid, CatalogVideo>();
        foreach (var title in (await VideosOfAsync(titleIds, cancel)).GroupBy(video => video.ContentId))
        {
            var inOrder = title.Where(video => !video.IsTrailer).ToList();
            foreach (var video in title.Where(video => wanted.Contains(video.VideoId)))
            {
                var next = video.IsTrailer ? null : inOrder.Skip(inOrder.IndexOf(video) + 1).FirstOrDefault(later => later.IsPlayable)?.VideoId;
                found[video.VideoId] = new(video.Reference(), AccessTo(video), next, video.IsTrailer);
            }
        }

        return found;

        Access AccessTo(VideoRow video) =>
            video.State == nameof(TitleState.Draft) || (video.State == nameof(TitleState.Announced) && !video.IsTrailer) ? Access.Unknown
            : video.Maturity > viewer.MaxMaturity ? Access.Maturity
            : visible.Contains(video.ContentId) ? Access.Allowed
            : Access.Region;
    }

    public Task<DateTimeOffset?> FindEndAsync(Guid contentId, Viewer viewer, TimeSpan within, CancellationToken cancel) =>
        TitleFacts.EndAsync(contentId, viewer, within, clock.GetUtcNow(), db, cancel);

    public async Task<IReadOnlySet<Guid>> GetVisibleAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel) =>
        await db.VisibleTo(viewer, clock.GetUtcNow()).Where(title => contentIds.Contains(title.ContentId)).Select(title => title.ContentId).ToHashSetAsync(cancel);

    public Task<VisibleTitles> GetAllVisibleAsync(Viewer viewer, CancellationToken cancel) =>
        cache.GetAsync(new AllVisible(), viewer, async (now, cancelled) =>
        {
            var all = await db.VisibleTo(viewer, now).OrderBy(title => title.ContentId)
                .Select(title => new { title.ContentId, title.State }).ToListAsync(cancelled);
            return new VisibleTitles(
                [.. all.Where(title => title.State == TitleState.Published).Select(title => title.ContentId)],
                [.. all.Where(title => title.State != TitleState.Published).Select(title => title.ContentId)]);
        }, cancel);

    public Task<long> GetGenerationAsync(CancellationToken cancel) => cache.ReadGenerationAsync(cancel);

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<string>>> GetPicturesAsync(IReadOnlyCollection<Guid> contentIds, CancellationToken cancel)
    {
        Guid[] wanted = [.. contentIds];
        var rows = await db.Database.SqlQuery<PicturesRow>($"""
            select t.content_id as "ContentId", v.asset_id as "AssetId", jsonb_array_length(v.artwork) as "Count"
            from catalog.titles t join catalog.videos v on v.asset_id = t.artwork_asset_id
            where t.content_id = any({wanted}) and t.artwork_number is null and jsonb_array_length(v.artwork) > 1
            """).ToListAsync(cancel);
        return rows.ToDictionary(
            row => row.ContentId, IReadOnlyList<string> (row) => [.. Enumerable.Range(1, row.Count).Select(number => Cards.ArtworkUrl(row.AssetId, "card", number)!)]);
    }

    private sealed record PicturesRow(Guid ContentId, Guid AssetId, int Count);

    public async Task<IReadOnlyList<Guid>> GetTitleIdsAsync(CancellationToken cancel) =>
        await db.Titles.Where(title => title.State != TitleState.Draft).Select(title => title.ContentId).ToListAsync(cancel);

    public async Task<IReadOnlyList<CatalogTitle>> ReadTitlesAsync(IReadOnlyCollection<Guid>? contentIds, CancellationToken cancel)
    {
        Guid[]? wanted = contentIds is null ? null : [.. contentIds];
        return (await db.Database.SqlQuery<ContentRow>($"""
            select t.content_id as "ContentId", t.type as "Type", t.name as "Title", t.genres as "Genres", t.release_year as "Year", t.language as "Language",
                t.description as "Description", t.listed_at as "ListedAt",
                array(select c.name from catalog.credits c where c.content_id = t.content_id and c.role = {nameof(CreditRole.Actor)} order by c."order") as "Cast",
                array(select c.name from catalog.credits c where c.content_id = t.content_id and c.role = {nameof(CreditRole.Director)} order by c."order") as "Directors"
            from catalog.titles t where t.state <> {nameof(TitleState.Draft)} and ({wanted}::uuid[] is null or t.content_id = any({wanted})) order by t.content_id
            """).ToListAsync(cancel)).ConvertAll(row => new CatalogTitle(
                row.ContentId, Enum.Parse<TitleType>(row.Type), row.Title, row.Genres, row.Year, row.Language, row.Description, row.Cast, row.Directors, row.ListedAt));
    }

    private sealed record AllVisible;

    private sealed record ContentRow(
        Guid ContentId, string Type, string Title, string[] Genres, int? Year, string? Language, string Description, DateTimeOffset ListedAt, string[] Cast, string[] Directors);

    public async Task<IReadOnlyDictionary<Guid, TitleCard>> GetCardsAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel)
    {
        var cards = contentIds.Count > 0 ? await search.CardsAsync([.. contentIds], viewer, cancel) : [];
        return cards.ToDictionary(card => card.ContentId);
    }

    public async Task<IReadOnlyList<TitleCard>> ListAsync(string? genre, TitleSort sort, int limit, Viewer viewer, CancellationToken cancel) =>
        (await search.BrowseAsync(new TitleFilter(genre), sort, 1, limit, viewer, cancel)).Items;

    public async Task<IReadOnlyList<TitleCard>> GetMyListAsync(int limit, Viewer viewer, CancellationToken cancel) =>
        await search.MyListAsync(1, limit, viewer, cancel);

    public Task<IReadOnlyList<Shelf>> GetShelvesAsync(Viewer viewer, CancellationToken cancel) => shelves.GetAsync(viewer, cancel);

    private sealed record VideoRow(
        Guid ContentId, string Title, string State, int Maturity, Guid VideoId, bool IsPlayable, int? Season, int? Episode, string? EpisodeTitle, bool IsTrailer)
    {
        internal VideoRef Reference() => new(VideoId, ContentId, Title, Season, Episode, EpisodeTitle);
    }

    /// <summary>All videos of these titles, episodes in their order.</summary>
    private Task<List<VideoRow>> VideosOfAsync(Guid[] contentIds, CancellationToken cancel) => db.Database.SqlQuery<VideoRow>($"""
        select t.content_id as "ContentId", t.name as "Title", t.state as "State", t.maturity as "Maturity", v.video_id as "VideoId", v.asset_id is not null as "IsPlayable",
            place.season as "Season", place.episode as "Episode", place.title as "EpisodeTitle", place.is_trailer as "IsTrailer"
        from catalog.titles t
        cross join lateral (
            select t.video_id, null::int, null::int, null, false
            union all select t.trailer_id, null, null, null, true
            union all select e.video_id, s.number, e.number, e.name, false from catalog.seasons s join catalog.episodes e using (season_id) where s.content_id = t.content_id
            ) place (video_id, season, episode, title, is_trailer)
        join catalog.videos v on v.video_id = place.video_id
        where t.content_id = any({contentIds})
        order by t.content_id, place.season, place.episode
        """).ToListAsync(cancel);
}
