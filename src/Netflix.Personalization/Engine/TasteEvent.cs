namespace Netflix.Personalization.Engine;

/// <summary>What a profile did with a title.</summary>
internal enum TasteKind : byte
{
    /// <summary>Value: the share watched, 0 to 1. Under <see cref="TasteEvent.AbandonedShare"/> it counts against the title's genres and people.</summary>
    Watched,

    /// <summary>Value: 1 to 5 stars. One and two count against.</summary>
    Rated,

    /// <summary>Put on the list; value unused.</summary>
    Listed,

    /// <summary>"Not for me"; value unused. The title is never ranked again for this profile.</summary>
    Hidden,
}

/// <summary>One event of a profile, as the platform records it.</summary>
internal readonly record struct TasteEvent(Guid ContentId, TasteKind Kind, float Value, DateTimeOffset At)
{
    internal const float AbandonedShare = 0.05f;

    /// <summary>Interest from -1 (against) to 1 (watched to the end, or five stars); a value that is no number counts as nothing.</summary>
    internal float Interest => Kind switch
    {
        TasteKind.Watched when !float.IsFinite(Value) => 0,
        TasteKind.Watched when Value < AbandonedShare => -0.5f,
        TasteKind.Watched => 0.3f + 0.7f * Math.Min(Value, 1),
        TasteKind.Rated when !float.IsFinite(Value) => 0,
        TasteKind.Rated => Math.Clamp(Value, 1, 5) switch { < 2 => -1, < 3 => -0.5f, < 4 => 0.5f, < 5 => 0.8f, _ => 1 },
        TasteKind.Listed => 0.4f,
        TasteKind.Hidden => -1,
        _ => 0,
    };
}

/// <summary>What one profile did, the oldest event first; several events of one title are taken together.</summary>
/// <param name="Region">Country code of the account, for trends and popularity.</param>
internal sealed record ProfileHistory(Guid ProfileId, string Region, IReadOnlyList<TasteEvent> Events);
