using System.Text.Json.Serialization;
using Netflix.Contracts;

namespace Netflix.Encoding.Markers;

/// <summary>The kinds of a marker: all but chapters stand for what players offer to skip.</summary>
internal static class MarkerKind
{
    internal const string Intro = "intro";
    internal const string Recap = "recap";
    internal const string Credits = "credits";
    internal const string Chapter = "chapter";

    /// <summary>Of the next episode, or of what is to come in this one.</summary>
    internal const string Preview = "preview";

    internal static readonly string[] All = [Intro, Recap, Credits, Preview, Chapter];
}

/// <summary>A marker as it is kept.</summary>
/// <param name="Confidence">Null: somebody set it.</param>
internal sealed record StoredMarker(string Kind, double Start, double End, string? Title, double? Confidence)
{
    private const string Automatic = "auto";
    private const string Manual = "manual";

    [JsonIgnore]
    public string Source => Confidence is null ? Manual : Automatic;
}

/// <summary>The markers of a video: found, until somebody in the studio saves them; from then on detection leaves them alone.</summary>
internal sealed class VideoMarkers
{
    private VideoMarkers() { }

    public Guid VideoId { get; private init; }
    public Guid ContentId { get; private init; }
    public double DurationSeconds { get; private set; }

    /// <summary>Counts the changes; the ETag of the studio's routes.</summary>
    public int Revision { get; private set; }

    /// <summary>Saved by the studio.</summary>
    public bool Edited { get; private set; }

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<StoredMarker> Markers { get; private set; } = [];

    internal static VideoMarkers None(VideoTrace video) => new() { VideoId = video.VideoId, ContentId = video.ContentId, DurationSeconds = video.DurationSeconds };

    /// <summary>Takes what detection found; false when nothing changed, or the markers are the studio's.</summary>
    internal bool Take(IReadOnlyList<StoredMarker> found, double durationSeconds)
    {
        DurationSeconds = durationSeconds;
        return !Edited && !Markers.SequenceEqual(found) && Replace(found);
    }

    /// <summary>What the studio saved. A marker it left as it was found keeps its confidence.</summary>
    internal void Edit(IEnumerable<Marker> wanted)
    {
        Edited = true;
        Replace([.. wanted.Select(one =>
            Markers.FirstOrDefault(known => (known.Kind, known.Start, known.End, known.Title) == (one.Kind, one.Start, one.End, one.Title))
            ?? new StoredMarker(one.Kind, one.Start, one.End, one.Title, null))]);
    }

    internal MarkersChanged Changed(DateTimeOffset now) =>
        new(VideoId, ContentId, [.. Markers.Select(one => new Marker(one.Kind, one.Start, one.End, one.Title))], now);

    private bool Replace(IReadOnlyList<StoredMarker> all)
    {
        Markers = [.. all.OrderBy(one => one.Start).ThenBy(one => one.End)];
        Revision++;
        return true;
    }
}
