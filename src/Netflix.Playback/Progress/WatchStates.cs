using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Progress;

/// <summary>What is stored, with what is live laid over it: a position shows at once after its acknowledgement.</summary>
internal sealed class WatchStates(PlaybackDbContext db, LivePositions live, NextEpisodes nextEpisodes) : IWatchStates
{
    public async Task<IReadOnlyDictionary<Guid, WatchState>> GetAsync(Guid profileId, IReadOnlyCollection<Guid> videoIds, CancellationToken cancel)
    {
        var records = await db.WatchRecords.AsNoTracking()
            .Where(record => record.ProfileId == profileId && videoIds.Contains(record.VideoId)).ToListAsync(cancel);
        return Merge(records, (await LiveAsync(profileId)).Where(watched => videoIds.Contains(watched.VideoId)))
            .ToDictionary(state => state.VideoId);
    }

    public async Task<IReadOnlyList<WatchState>> ContinueWatchingAsync(Viewer viewer, int limit, CancellationToken cancel)
    {
        var (profileId, all) = (viewer.ProfileId, await LiveAsync(viewer.ProfileId));
        // What is live may push out of the 5 to 95 percent what is stored, hence as many more. Of finished ones the newest a title counts.
        var most = limit + all.Count;
        var records = await db.WatchRecords.FromSql($"""
            (select * from playback.watch_records
             where profile_id = {profileId} and duration_seconds > 0
                and position_seconds between duration_seconds * {WatchRecord.StartedPercent} / 100 and duration_seconds * {WatchRecord.FinishedPercent} / 100
             order by watched_at desc limit {most})
            union all
            (select * from (
                select distinct on (content_id) * from playback.watch_records
                where profile_id = {profileId} and duration_seconds > 0 and position_seconds > duration_seconds * {WatchRecord.FinishedPercent} / 100
                order by content_id, watched_at desc) finished
             order by watched_at desc limit {most})
            """).AsNoTracking().ToListAsync(cancel);
        var begun = Merge(records, all).Where(state => state.Progress >= WatchRecord.StartedPercent).OrderByDescending(state => state.LastWatchedAt).ToList();
        var next = await nextEpisodes.AfterAsync([.. begun.DistinctBy(state => state.ContentId).Where(IsFinished).Take(limit)], viewer, videos => GetAsync(profileId, videos, cancel), cancel);
        return [.. begun.Select(state => IsFinished(state) ? next.GetValueOrDefault(state.VideoId) : state).OfType<WatchState>().Take(limit)];

        static bool IsFinished(WatchState state) => state.Progress > WatchRecord.FinishedPercent;
    }

    public async Task<IReadOnlyList<WatchState>> RecentAsync(Guid profileId, int limit, CancellationToken cancel)
    {
        var records = await db.WatchRecords.AsNoTracking().Where(record => record.ProfileId == profileId)
            .OrderByDescending(record => record.WatchedAt).Take(limit).ToListAsync(cancel);
        return [.. Merge(records, await LiveAsync(profileId)).OrderByDescending(state => state.LastWatchedAt).Take(limit)];
    }

    public async IAsyncEnumerable<ProfileWatchState> ReadAllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var all = db.WatchRecords.AsNoTracking().OrderBy(record => record.ProfileId).ThenBy(record => record.ContentId).AsAsyncEnumerable();
        await foreach (var record in all.WithCancellation(cancel))
        {
            yield return new(record.ProfileId, StateOf(
                record.VideoId, record.ContentId, record.PositionSeconds, record.DurationSeconds, record.WatchedAt, record.Completed));
        }
    }

    internal async Task<IReadOnlyList<WatchState>> OfProfileAsync(Guid profileId, CancellationToken cancel) =>
        [.. Merge(await db.WatchRecords.AsNoTracking().Where(record => record.ProfileId == profileId).ToListAsync(cancel), await LiveAsync(profileId))
            .OrderBy(state => state.LastWatchedAt)];

    private async Task<IReadOnlyList<Watched>> LiveAsync(Guid profileId)
    {
        try
        {
            return await live.OfProfileAsync(profileId);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            return [];
        }
    }

    private static IEnumerable<WatchState> Merge(List<WatchRecord> records, IEnumerable<Watched> live)
    {
        var states = records.ToDictionary(record => record.VideoId, record => (record.SessionId, record.Sequence, State: StateOf(
            record.VideoId, record.ContentId, record.PositionSeconds, record.DurationSeconds, record.WatchedAt, record.Completed)));
        foreach (var watched in live)
        {
            if (!states.TryGetValue(watched.VideoId, out var known) || watched.IsAfter(known.SessionId, known.Sequence))
            {
                states[watched.VideoId] = (watched.SessionId, watched.Sequence, StateOf(
                    watched.VideoId, watched.ContentId, watched.PositionSeconds, watched.DurationSeconds, watched.At,
                    watched.IsCompleted || known.State is { Completed: true }));
            }
        }

        return states.Values.Select(value => value.State);
    }

    private static WatchState StateOf(Guid videoId, Guid contentId, double position, double duration, DateTimeOffset at, bool completed) =>
        new(videoId, contentId, position, duration, WatchRecord.Percent(position, duration), at, completed);
}
