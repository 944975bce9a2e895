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

/// <summary>A title on a profile's list; the greatest position comes first.</summary>
internal sealed class MyListEntry
{
    private MyListEntry() { }

    public Guid ProfileId { get; private init; }
    public Guid ContentId { get; private init; }
    public DateTimeOffset AddedAt { get; private init; }
}
