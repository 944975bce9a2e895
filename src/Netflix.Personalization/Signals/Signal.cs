namespace Netflix.Personalization.Signals;

/// <summary>What a profile said of a title: that it began it, rated it, keeps it for later, picked or hid it.</summary>
internal sealed class Signal
{
    private Signal() { }

    public Guid ProfileId { get; private init; }
    public Guid ContentId { get; private init; }

    /// <summary>How often it was started.</summary>
    public int Started { get; private init; }

    /// <summary>Where it was started last.</summary>
    public string? Country { get; private init; }
    public short? Rating { get; private init; }
    public DateTimeOffset? RatedAt { get; private init; }
    public bool Listed { get; private init; }
    public DateTimeOffset? ListedAt { get; private init; }

    /// <summary>Named when the profile was asked what it likes.</summary>
    public bool Picked { get; private init; }

    /// <summary>Not to be recommended.</summary>
    public bool Hidden { get; private init; }
    public DateTimeOffset At { get; private init; }
}
