namespace Netflix.Contracts;

/// <summary>How far a profile came in a video.</summary>
/// <param name="Progress">Percent, 0 to 100.</param>
/// <param name="Completed">Once, also when it has been begun again since.</param>
public sealed record WatchState(
    Guid VideoId, Guid ContentId, double PositionSeconds, double DurationSeconds, double Progress,
    DateTimeOffset LastWatchedAt, bool Completed);

public sealed record ProfileWatchState(Guid ProfileId, WatchState State);

public interface IWatchStates
{
    /// <summary>State of the videos the profile has started; others are left out. Live: includes what is acknowledged only.</summary>
    Task<IReadOnlyDictionary<Guid, WatchState>> GetAsync(Guid profileId, IReadOnlyCollection<Guid> videoIds, CancellationToken cancel);

    /// <summary>What the profile watched last, newest first. Live, as above.</summary>
    Task<IReadOnlyList<WatchState>> RecentAsync(Guid profileId, int limit, CancellationToken cancel);

    /// <summary>Every profile's states as stored, by profile and title: for learning, not for showing.</summary>
    IAsyncEnumerable<ProfileWatchState> ReadAllAsync(CancellationToken cancel);

    /// <summary>Videos between 5 and 95 percent, newest first; in the place of a finished episode the one that follows it.</summary>
    Task<IReadOnlyList<WatchState>> ContinueWatchingAsync(Viewer viewer, int limit, CancellationToken cancel);
}

public sealed record PlaybackStarted(Guid SessionId, Guid AccountId, Guid ProfileId, Guid VideoId, Guid ContentId, string Country, DateTimeOffset At);

public sealed record WatchProgressed(Guid ProfileId, Guid VideoId, Guid ContentId, double Progress, DateTimeOffset At);

public sealed record WatchCompleted(Guid ProfileId, Guid VideoId, Guid ContentId, DateTimeOffset At);
