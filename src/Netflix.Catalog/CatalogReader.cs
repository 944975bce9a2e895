using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Features;
using Netflix.Catalog.Search;
using Netflix.Contracts;

namespace Netflix.Catalog;

/// <summary>What other modules ask of the catalogue.</summary>
internal sealed class CatalogReader(CatalogDbContext db, TitleSearch search, Shelves shelves, TimeProvider clock) : ICatalog
{
    public async Task<TitleType?> FindTypeAsync(Guid contentId, CancellationToken cancel) =>
        await db.Titles.Where(title => title.ContentId == contentId).Select(title => (TitleType?)title.Type).FirstOrDefaultAsync(cancel);

    public async Task<VideoRef?> FindVideoAsync(Guid contentId, int? season, int? episode, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return null;
        }

        return title.AllVideos()
            .Where(item => item.Season?.Number == season && item.Episode?.Number == episode)
            .Select(item => Reference(title, item.Video, item.Season, item.Episode))
            .FirstOrDefault();
    }

    public async Task<IReadOnlyDictionary<Guid, CatalogVideo>> GetVideosAsync(IReadOnlyCollection<Guid> videoIds, Viewer viewer, CancellationToken cancel)
    {
        var titles = await db.Titles.AsNoTracking()
            .Include(title => title.Video)
            .Include(title => title.Seasons).ThenInclude(season => season.Episodes).ThenInclude(episode => episode.Video)
            .Where(title => videoIds.Contains(title.Video!.VideoId) ||
                title.Seasons.Any(season => season.Episodes.Any(episode => videoIds.Contains(episode.Video.VideoId))))
            .AsSplitQuery()
            .ToListAsync(cancel);
        var titleIds = titles.ConvertAll(title => title.ContentId);
        var visible = await db.VisibleTo(viewer, clock.GetUtcNow())
            .Where(title => titleIds.Contains(title.ContentId)).Select(title => title.ContentId).ToHashSetAsync(cancel);

        var found = new Dictionary<Guid, CatalogVideo>();
        foreach (var title in titles)
        {
            var videos = title.AllVideos().ToList();
            for (var i = 0; i < videos.Count; i++)
            {
                var (video, season, episode) = videos[i];
                if (videoIds.Contains(video.VideoId))
                {
                    var next = videos.Skip(i + 1).FirstOrDefault(later => later.Video.IsPlayable).Video?.VideoId;
                    found[video.VideoId] = new(Reference(title, video, season, episode), AccessTo(title), next);
                }
            }
        }

        return found;

        Access AccessTo(Title title) =>
            title.State != TitleState.Published ? Access.Unknown
            : title.Maturity > viewer.MaxMaturity ? Access.Maturity
            : visible.Contains(title.ContentId) ? Access.Allowed
            : Access.Region;
    }

    public async Task<IReadOnlyDictionary<Guid, TitleCard>> GetCardsAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel)
    {
        var cards = await db.VisibleTo(viewer, clock.GetUtcNow()).Where(title => contentIds.Contains(title.ContentId)).ToCardsAsync(viewer, cancel);
        return cards.ToDictionary(card => card.ContentId);
    }

    public async Task<IReadOnlyList<TitleCard>> ListAsync(string? genre, TitleSort sort, int limit, Viewer viewer, CancellationToken cancel) =>
        (await search.BrowseAsync(new TitleFilter(genre), sort, 1, limit, viewer, cancel)).Items;

    public async Task<IReadOnlyList<TitleCard>> GetMyListAsync(int limit, Viewer viewer, CancellationToken cancel) =>
        await MyList.Of(viewer, db, clock).Take(limit).ToCardsAsync(viewer, cancel);

    public Task<IReadOnlyList<Shelf>> GetShelvesAsync(Viewer viewer, CancellationToken cancel) => shelves.GetAsync(viewer, cancel);

    private static VideoRef Reference(Title title, Video video, Season? season, Episode? episode) =>
        new(video.VideoId, title.ContentId, title.Name, season?.Number, episode?.Number, episode?.Name);
}
