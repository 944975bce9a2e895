namespace Netflix.Catalog;

/// <summary>Where and when a title may be seen. A title without any is available everywhere, always.</summary>
internal sealed class Availability
{
    internal const string Everywhere = "*";

    private Availability() { }

    public Guid AvailabilityId { get; private init; }
    public Guid ContentId { get; private init; }
    public string Region { get; private init; } = "";
    public DateTimeOffset? From { get; private init; }
    public DateTimeOffset? To { get; private init; }

    public static Availability Of(Guid contentId, string region, DateTimeOffset? from, DateTimeOffset? to) => new()
    {
        AvailabilityId = Guid.CreateVersion7(),
        ContentId = contentId,
        Region = region,
        From = from,
        To = to,
    };
}

/// <summary>A profile's stars for a title, one each.</summary>
internal sealed class ProfileRating
{
    private ProfileRating() { }

    public Guid ProfileId { get; private init; }
    public Guid ContentId { get; private init; }
    public int Stars { get; private init; }
    public DateTimeOffset RatedAt { get; private init; }
}

/// <summary>What viewers did with a title. Triggers and plays keep it, see migration 0002.</summary>
internal sealed class TitleActivity
{
    private TitleActivity() { }

    public Guid ContentId { get; private init; }
    public long Plays { get; private init; }
    public int RatingCount { get; private init; }
    public long RatingSum { get; private init; }

    /// <summary>Stars, 1 to 5; null before the first rating.</summary>
    public double? AverageRating => RatingCount > 0 ? Math.Round((double)RatingSum / RatingCount, 2) : null;
}

/// <summary>A title on a profile's list; the greatest position comes first.</summary>
internal sealed class MyListEntry
{
    private MyListEntry() { }

    public Guid ProfileId { get; private init; }
    public Guid ContentId { get; private init; }
    public DateTimeOffset AddedAt { get; private init; }
    public int Position { get; private init; }
}
