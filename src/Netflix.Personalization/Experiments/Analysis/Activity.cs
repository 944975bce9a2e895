using Netflix.Contracts;

namespace Netflix.Personalization.Experiments.Analysis;

/// <summary>What an account did in a span of days.</summary>
internal struct Activity
{
    internal double WatchedSeconds { get; private set; }
    internal int Starts { get; private set; }
    internal int Completions { get; private set; }
    internal int NewTitles { get; private set; }

    /// <summary>Days with a session, without the first of the span.</summary>
    internal int LaterDays { get; private set; }

    internal long Impressions { get; private set; }
    internal long Clicks { get; private set; }

    internal void Add(ViewingDay day, bool isFirst)
    {
        WatchedSeconds += day.WatchedSeconds;
        Starts += day.Starts;
        Completions += day.Completions;
        NewTitles += day.NewTitles;
        LaterDays += isFirst || day.Sessions == 0 ? 0 : 1;
    }

    internal void Add(ClickDay day)
    {
        Impressions += day.Impressions;
        Clicks += day.Clicks;
    }
}

/// <summary>An exposed account: its variant, its window from the day of exposure on, and the four weeks before.</summary>
internal sealed class ExposedAccount(int variant, DateOnly exposedOn)
{
    internal const int DaysBefore = 28;

    private Activity during;
    private Activity before;

    internal int Variant => variant;
    internal DateOnly ExposedOn => exposedOn;
    internal Activity During => during;
    internal Activity Before => before;

    internal void Add(ViewingDay day, int windowDays)
    {
        var at = day.Day.DayNumber - exposedOn.DayNumber;
        if (at >= 0 && at < windowDays)
        {
            during.Add(day, isFirst: at == 0);
        }
        else if (at is < 0 and >= -DaysBefore)
        {
            before.Add(day, isFirst: false);
        }
    }

    internal void Add(ClickDay day, int windowDays)
    {
        var at = day.Day.DayNumber - exposedOn.DayNumber;
        if (at >= 0 && at < windowDays)
        {
            during.Add(day);
        }
        else if (at is < 0 and >= -DaysBefore)
        {
            before.Add(day);
        }
    }
}
