using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Playback.Progress;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>What a profile has watched, newest first; and what it may want to go on with.</summary>
internal static class WatchHistory
{
    private const int MostToContinue = 50;

    internal sealed record Item(
        Guid VideoId, Guid ContentId, string Title, int? SeasonNumber, int? EpisodeNumber, string? EpisodeTitle, string? ThumbnailUrl,
        double Progress, double PositionSeconds, double DurationSeconds, DateTimeOffset LastWatchedAt, bool Completed);

    internal static void Map(IEndpointRouteBuilder profile)
    {
        profile.MapGet("/watch-history", Get).ProducesValidationProblem();
        profile.MapDelete("/watch-history/{videoId:guid}", Remove);
        profile.MapGet("/continue-watching", Continue).ProducesValidationProblem();
    }

    internal static async Task<Results<Ok<Page<Item>>, ValidationProblem>> Get(
        int? page, int? limit, HttpContext http, PlaybackDbContext db, LivePositions live, StoredPositions stored, ICatalog catalog, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var viewer = http.Viewer();
        try
        {
            await stored.UpsertAsync(await live.OfProfileAsync(viewer.ProfileId), cancel); // so that the page is exact
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            // What is stored is what there is to show.
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var all = db.WatchRecords.AsNoTracking().Where(record => record.ProfileId == viewer.ProfileId);
        var visible = await catalog.GetVisibleAsync(await all.Select(record => record.ContentId).Distinct().ToListAsync(cancel), viewer, cancel);
        all = all.Where(record => visible.Contains(record.ContentId));
        var total = await all.CountAsync(cancel);
        var records = await all.OrderByDescending(record => record.WatchedAt).ThenBy(record => record.VideoId)
            .Skip((number - 1) * size).Take(size).ToListAsync(cancel);
        var items = await DescribeAsync(records.ConvertAll(record => new WatchState(
            record.VideoId, record.ContentId, record.PositionSeconds, record.DurationSeconds,
            WatchRecord.Percent(record.PositionSeconds, record.DurationSeconds), record.WatchedAt, record.Completed)), viewer, catalog, cancel);
        return TypedResults.Ok(new Page<Item>(items, total, number, size));
    }

    internal static async Task<Results<Ok<Page<Item>>, ValidationProblem>> Continue(
        int? page, int? limit, HttpContext http, IWatchStates watched, ICatalog catalog, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        var items = await DescribeAsync(await watched.ContinueWatchingAsync(viewer, MostToContinue, cancel), viewer, catalog, cancel);
        return TypedResults.Ok(new Page<Item>([.. items.Skip((number - 1) * size).Take(size)], items.Count, number, size));
    }

    internal static async Task<NoContent> Remove(Guid videoId, HttpContext http, PlaybackDbContext db, LivePositions live, CancellationToken cancel)
    {
        var profileId = http.Viewer().ProfileId;
        try
        {
            await live.ForgetAsync(profileId, videoId);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            // Its copy there is no newer than ours; the flusher's next upsert may bring it back, as a play would.
        }

        await db.WatchRecords.Where(record => record.ProfileId == profileId && record.VideoId == videoId).ExecuteDeleteAsync(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>With titles and pictures; leaves out what the viewer may not see any more.</summary>
    private static async Task<List<Item>> DescribeAsync(IReadOnlyList<WatchState> states, Viewer viewer, ICatalog catalog, CancellationToken cancel)
    {
        var videos = await catalog.GetVideosAsync([.. states.Select(state => state.VideoId)], viewer, cancel);
        var cards = await catalog.GetCardsAsync([.. states.Select(state => state.ContentId).Distinct()], viewer, cancel);
        return [.. states
            .Where(state => videos.TryGetValue(state.VideoId, out var video) && video.Access == Access.Allowed)
            .Select(state => (State: state, videos[state.VideoId].Video))
            .Select(item => new Item(
                item.State.VideoId, item.State.ContentId, item.Video.Title, item.Video.Season, item.Video.Episode, item.Video.EpisodeTitle,
                cards.GetValueOrDefault(item.State.ContentId)?.ThumbnailUrl, item.State.Progress, item.State.PositionSeconds,
                item.State.DurationSeconds, item.State.LastWatchedAt, item.State.Completed))];
    }
}
