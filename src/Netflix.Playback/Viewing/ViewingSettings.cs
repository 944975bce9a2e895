namespace Netflix.Playback.Viewing;

/// <summary>How a profile likes its player, on every device.</summary>
internal sealed class ViewingSettings
{
    private ViewingSettings() { }

    public Guid ProfileId { get; private init; }
    public PlayerLooks Settings { get; private set; } = new(null, null);
    public DateTimeOffset ChangedAt { get; private set; }
}

/// <summary>The sound and subtitles that a profile chose by hand in a title.</summary>
internal sealed class TrackChoice
{
    private TrackChoice() { }

    public Guid ProfileId { get; private init; }
    public Guid ContentId { get; private init; }
    public ChosenTracks Choice { get; private set; } = new(null, null, null, null);
    public DateTimeOffset ChangedAt { get; private set; }
}

/// <param name="Skip">What to do at each kind of marker; kinds that are not there are the client's to decide.</param>
internal sealed record PlayerLooks(IReadOnlyDictionary<string, string>? Skip, SubtitleLooks? Subtitles);

internal sealed record SubtitleLooks(string? Size, string? Colour, string? Background, string? Edge);

/// <param name="Id">The track itself, as the client names it.</param>
internal sealed record ChosenTrack(string? Id, string? Language);

/// <param name="SubtitlesOff">None are wanted; with no <paramref name="Text"/> either, nothing was ever chosen.</param>
/// <param name="SecondText">Subtitles of a second language, above the first.</param>
internal sealed record ChosenTracks(ChosenTrack? Audio, ChosenTrack? Text, bool? SubtitlesOff, ChosenTrack? SecondText);

/// <summary>What a player begins with.</summary>
/// <param name="Settings">Null: never changed.</param>
/// <param name="Tracks">As chosen in this title; null: never.</param>
/// <param name="LastTracks">As chosen last, in whatever title.</param>
internal sealed record Viewing(PlayerLooks? Settings, ChosenTracks? Tracks, ChosenTracks? LastTracks);
