using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Signals;

/// <summary>What profiles like, put together from what they watched (Playback's) and what they said (ours).</summary>
internal sealed class Tastes(PersonalizationDbContext db, IWatchStates watched, TimeProvider clock)
{
    /// <summary>A longer history changes a list no more, and costs (shared/recommendations.md).</summary>
    internal const int Newest = 300;

    private const float PickedAsStars = 4;

    /// <summary>Who has just begun has not given up.</summary>
    private static readonly TimeSpan StillDeciding = TimeSpan.FromHours(1);

    internal async Task<ProfileHistory> OfAsync(Guid profileId, string region, CancellationToken cancel)
    {
        var states = await watched.RecentAsync(profileId, Newest, cancel);
        var signals = await db.Signals.AsNoTracking().Where(signal => signal.ProfileId == profileId)
            .OrderByDescending(signal => signal.At).Take(Newest).ToListAsync(cancel);
        return new(profileId, region, [.. Events(states, signals).OrderBy(one => one.At)]);
    }

    /// <summary>All profiles that did anything, one after another: for training.</summary>
    internal async IAsyncEnumerable<ProfileHistory> AllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var signals = db.Signals.AsNoTracking().OrderBy(signal => signal.ProfileId).AsAsyncEnumerable();
        await using var said = Group(signals, signal => signal.ProfileId, cancel).GetAsyncEnumerator(cancel);
        await using var seen = Group(watched.ReadAllAsync(cancel), one => one.ProfileId, cancel).GetAsyncEnumerator(cancel);
        var (hasSaid, hasSeen) = (await said.MoveNextAsync(), await seen.MoveNextAsync());
        while (hasSaid || hasSeen)
        {
            var order = !hasSaid ? 1 : !hasSeen ? -1 : said.Current.Profile.CompareTo(seen.Current.Profile);
            var ownSignals = order <= 0 ? said.Current.Items : [];
            var ownStates = order >= 0 ? seen.Current.Items.ConvertAll(one => one.State) : [];
            yield return new(
                order <= 0 ? said.Current.Profile : seen.Current.Profile, ownSignals.MaxBy(signal => signal.Country is null ? default : signal.At)?.Country ?? "",
                [.. Events(ownStates, ownSignals).OrderBy(one => one.At)]);
            hasSaid = order <= 0 ? await said.MoveNextAsync() : hasSaid;
            hasSeen = order >= 0 ? await seen.MoveNextAsync() : hasSeen;
        }
    }

    private IEnumerable<TasteEvent> Events(IReadOnlyList<WatchState> states, IReadOnlyList<Signal> signals)
    {
        var undecided = clock.GetUtcNow() - StillDeciding;
        foreach (var title in states.GroupBy(state => state.ContentId))
        {
            // Of a series, the episode that was watched farthest: who opens the next for a minute has not given up on it.
            var share = title.Max(state => state.Completed ? 1 : (float)state.Progress / 100);
            var at = title.Max(state => state.LastWatchedAt);
            if (share >= TasteEvent.AbandonedShare || at < undecided)
            {
                yield return new(title.Key, TasteKind.Watched, share, at);
            }
        }

        foreach (var signal in signals)
        {
            if (signal.Listed)
            {
                yield return new(signal.ContentId, TasteKind.Listed, 1, signal.ListedAt ?? signal.At);
            }

            if (signal.Picked)
            {
                yield return new(signal.ContentId, TasteKind.Rated, PickedAsStars, signal.At);
            }

            if (signal.Rating is { } stars)
            {
                yield return new(signal.ContentId, TasteKind.Rated, stars, signal.RatedAt ?? signal.At);
            }

            if (signal.Hidden)
            {
                yield return new(signal.ContentId, TasteKind.Hidden, 1, signal.At);
            }
        }
    }

    private static async IAsyncEnumerable<(Guid Profile, List<T> Items)> Group<T>(
        IAsyncEnumerable<T> all, Func<T, Guid> profileOf, [EnumeratorCancellation] CancellationToken cancel)
    {
        var items = new List<T>();
        await foreach (var one in all.WithCancellation(cancel))
        {
            if (items.Count > 0 && profileOf(items[0]) != profileOf(one))
            {
                yield return (profileOf(items[0]), items);
                items = [];
            }

            items.Add(one);
        }

        if (items.Count > 0)
        {
            yield return (profileOf(items[0]), items);
        }
    }
}
