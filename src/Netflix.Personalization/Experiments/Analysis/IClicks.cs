namespace Netflix.Personalization.Experiments.Analysis;

/// <summary>How many cards an account was shown on a day (UTC), and how many of them it opened.</summary>
internal sealed record ClickDay(Guid AccountId, DateOnly Day, int Impressions, int Clicks);

/// <summary>Impressions and clicks by account and day.</summary>
internal interface IClicks
{
    /// <summary>From <paramref name="from"/> on, before <paramref name="before"/>.</summary>
    IAsyncEnumerable<ClickDay> DailyAsync(IReadOnlyCollection<Guid> accountIds, DateOnly from, DateOnly before, CancellationToken cancel);
}
