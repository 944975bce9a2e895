using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>One title as the viewer sees it, with how far the profile came in it.</summary>
internal static class GetTitle
{
    internal sealed record Response(
        Guid ContentId, string Title, string Description, TitleType Type, TitleState State, int? Year, string? Rating, int Maturity,
        IReadOnlyList<string> Genres, IReadOnlyList<string> Cast, IReadOnlyList<string> Directors, string? Language,
        Artwork Artwork, string? ThumbnailUrl, string? TrailerUrl, IReadOnlyList<string> AudioLanguages, IReadOnlyList<string> SubtitleLanguages,
        double? AverageRating, int TotalRatings, bool InMyList,
        Guid? VideoId, double? DurationSeconds, double? Progress, double? PositionSeconds, IReadOnlyList<SeasonItem>? Seasons);

    internal sealed record Artwork(string? Poster, string? Card);

    internal sealed record SeasonItem(int Number, string? Title, IReadOnlyList<EpisodeItem> Episodes);

    internal sealed record EpisodeItem(
        Guid VideoId, int Number, string Title, string? Description, double? DurationSeconds, string? ThumbnailUrl, double? Progress, double? PositionSeconds, bool Playable);

    internal sealed record EpisodesResponse(IReadOnlyList<SeasonItem> Seasons);

    internal static void Map(IEndpointRouteBuilder content)
    {
        content.MapGet("/{contentId:guid}", Handle).ProducesProblem(404);
        content.MapGet("/{contentId:guid}/episodes", Episodes).ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid contentId, HttpContext http, CatalogDbContext db, IWatchStates watched, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (await FindAsync(contentId, viewer, db, clock, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        var states = await watched.GetAsync(viewer.ProfileId, [.. title.AllVideos().Select(item => item.Video.VideoId)], cancel);
        var activity = await db.Activity.AsNoTracking().FirstOrDefaultAsync(all => all.ContentId == contentId, cancel);
        var listed = await db.MyList.AnyAsync(entry => entry.ProfileId == viewer.ProfileId && entry.ContentId == contentId, cancel);
        var own = title.Video is { } video ? states.GetValueOrDefault(video.VideoId) : null;
        var videos = title.AllVideos().Select(item => item.Video).ToList();
        return TypedResults.Ok(new Response(
            title.ContentId, title.Name, title.Description, title.Type, title.State, title.ReleaseYear, title.Rating, title.Maturity,
            title.Genres, StudioTitle.Names(title, CreditRole.Actor), StudioTitle.Names(title, CreditRole.Director), title.Language,
            new Artwork(Cards.ArtworkUrl(title.ArtworkAssetId, "poster"), Cards.ArtworkUrl(title.ArtworkAssetId, "card")),
            Cards.ArtworkUrl(title.ArtworkAssetId, "card"), TrailerUrl: null,
            [.. videos.SelectMany(one => one.AudioLanguages).Distinct()], [.. videos.SelectMany(one => one.SubtitleLanguages).Distinct()],
            activity?.AverageRating, activity?.RatingCount ?? 0, listed,
            title.State == TitleState.Published && title.Video is { IsPlayable: true } playable ? playable.VideoId : null,
            title.Video?.DurationSeconds, own?.Progress, own?.PositionSeconds, title.Type == TitleType.Series ? Seasons(title, states) : null));
    }

    internal static async Task<Results<Ok<EpisodesResponse>, ProblemHttpResult>> Episodes(
        Guid contentId, HttpContext http, CatalogDbContext db, IWatchStates watched, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (await FindAsync(contentId, viewer, db, clock, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        var states = await watched.GetAsync(viewer.ProfileId, [.. title.AllVideos().Select(item => item.Video.VideoId)], cancel);
        return TypedResults.Ok(new EpisodesResponse(Seasons(title, states)));
    }

    private static async Task<Title?> FindAsync(Guid contentId, Viewer viewer, CatalogDbContext db, TimeProvider clock, CancellationToken cancel) =>
        await db.VisibleTo(viewer, clock.GetUtcNow()).AnyAsync(title => title.ContentId == contentId, cancel)
            ? await db.FindTitleAsync(contentId, cancel)
            : null;

    private static List<SeasonItem> Seasons(Title title, IReadOnlyDictionary<Guid, WatchState> states) =>
        [.. title.Seasons.OrderBy(season => season.Number).Select(season => new SeasonItem(
            season.Number, season.Name, [.. season.Episodes.OrderBy(episode => episode.Number).Select(episode => EpisodeOf(episode, states))]))];

    private static EpisodeItem EpisodeOf(Episode episode, IReadOnlyDictionary<Guid, WatchState> states)
    {
        var (video, state) = (episode.Video, states.GetValueOrDefault(episode.Video.VideoId));
        return new EpisodeItem(
            video.VideoId, episode.Number, episode.Name, episode.Description, video.DurationSeconds,
            Cards.ArtworkUrl(video.HasPoster ? video.AssetId : null, "card"), state?.Progress, state?.PositionSeconds, video.IsPlayable);
    }
}
