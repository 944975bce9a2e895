using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Playback.Progress;

/// <summary>What follows the episodes that a viewer has finished.</summary>
internal sealed class NextEpisodes(PlaybackDbContext db, ICatalog catalog)
{
    /// <summary>
    /// For each finished video that has a next one, its state as of when the finished one was left; not where the next was begun, for then it
    /// stands in the list, or is finished, for itself.
    /// </summary>
    /// <param name="states">States of videos that the viewer has opened.</param>
    internal async Task<IReadOnlyDictionary<Guid, WatchState>> AfterAsync(
        IReadOnlyList<WatchState> finished, Viewer viewer, Func<IReadOnlyCollection<Guid>, Task<IReadOnlyDictionary<Guid, WatchState>>> states, CancellationToken cancel)
    {
        var found = new Dictionary<Guid, WatchState>();
        if (finished.Count == 0)
        {
            return found;
        }

        var videos = await catalog.GetVideosAsync([.. finished.Select(state => state.VideoId)], viewer, cancel);
        Guid[] next = [.. videos.Values.Where(video => video.Access == Access.Allowed).Select(video => video.NextVideoId).OfType<Guid>()];
        if (next.Length == 0)
        {
            return found;
        }

        var (opened, seconds) = (await states(next), await SecondsAsync(next, cancel));
        foreach (var state in finished)
        {
            if (videos.GetValueOrDefault(state.VideoId)?.NextVideoId is { } id && seconds.TryGetValue(id, out var duration)
                && opened.GetValueOrDefault(id) is null or { Progress: < WatchRecord.StartedPercent, Completed: false })
            {
                found[state.VideoId] = (opened.GetValueOrDefault(id) ?? new(id, state.ContentId, 0, duration, 0, default, false)) with { LastWatchedAt = state.LastWatchedAt };
            }
        }

        return found;
    }

    /// <summary>How long these videos are, as far as they can be played.</summary>
    private async Task<Dictionary<Guid, double>> SecondsAsync(Guid[] videoIds, CancellationToken cancel) =>
        (await db.Database.SqlQuery<Length>($"""
            select distinct on (video_id) video_id as "VideoId", (description ->> 'durationSeconds')::float8 as "Seconds"
            from playback.assets where video_id = any({videoIds}) order by video_id, asset_id desc
            """).ToListAsync(cancel)).ToDictionary(one => one.VideoId, one => one.Seconds);

    private sealed record Length(Guid VideoId, double Seconds);
}
