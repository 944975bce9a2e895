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

/// <summary>What all profiles of an account watched on a day (UTC), trailers aside. Days without any are left out.</summary>
/// <param name="WatchedSeconds">As its players counted, by the day on which a session began.</param>
/// <param name="Starts">Videos begun for the first time by their profile.</param>
/// <param name="Completions">Of these, those watched to their end by now.</param>
/// <param name="NewTitles">Titles that the account had never started before.</param>
public sealed record ViewingDay(Guid AccountId, DateOnly Day, double WatchedSeconds, int Sessions, int Starts, int Completions, int NewTitles);

/// <summary>Viewing by account and day, for figures over many accounts.</summary>
public interface IViewing
{
    /// <summary>From <paramref name="from"/> on, before <paramref name="before"/>; meant for some thousand accounts a call.</summary>
    IAsyncEnumerable<ViewingDay> DailyAsync(IReadOnlyCollection<Guid> accountIds, DateOnly from, DateOnly before, CancellationToken cancel);
}
