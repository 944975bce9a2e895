namespace Netflix.Delivery.Prefill;

/// <summary>
/// How much a title will be asked for, 0 to 1, and why: views 60 %, recency 20 %, trend 10 %, upcoming 10 %. Views count by
/// their logarithm against the most viewed: plays follow a Zipf law, and by the plain number all but the first few were none.
/// </summary>
internal sealed record Popularity(double Score, double Views, double Recency, double Trend, double Upcoming)
{
    internal const double UpcomingDays = 7;
    private const double HalfLifeDays = 14;

    /// <param name="week">Starts in the last seven days.</param>
    /// <param name="before">Starts in the three weeks before.</param>
    /// <param name="most">Starts of the most started title, in all four.</param>
    /// <param name="release">Null when it is not known to come out.</param>
    internal static Popularity Of(long week, long before, long most, DateTimeOffset? release, DateTimeOffset now)
    {
        var days = release is { } from ? (now - from).TotalDays : (double?)null;
        var views = most > 0 ? Math.Log(1 + week + before) / Math.Log(1 + most) : 0;
        var recency = days >= 0 ? Math.Pow(0.5, days.Value / HalfLifeDays) : 0;
        var trend = week > 0 ? Math.Clamp((week - before / 3.0) / week, 0, 1) : 0;
        var upcoming = days is < 0 and > -UpcomingDays ? 1 + days.Value / UpcomingDays : 0;
        return new(Math.Round(0.6 * views + 0.2 * recency + 0.1 * trend + 0.1 * upcoming, 4), Math.Round(views, 4), Math.Round(recency, 4), Math.Round(trend, 4), Math.Round(upcoming, 4));
    }
}
