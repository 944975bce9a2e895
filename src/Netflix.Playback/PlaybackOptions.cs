namespace Netflix.Playback;

/// <summary><c>Netflix:Playback</c>.</summary>
internal sealed class PlaybackOptions
{
    internal const string Section = "Netflix:Playback";

    /// <summary>
    /// The most lines of a picture for a kind of device, as <c>DeviceLimits:tv = 1080</c>: where its output is not protected, or it cannot decode more.
    /// The kind is what the device says of itself; keys and edges hold the session to it then.
    /// </summary>
    public Dictionary<string, int> DeviceLimits { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long player events are kept.</summary>
    public int EventDays { get; set; } = 90;

    /// <summary>How long a stream that sends nothing counts as running: four missed progress calls.</summary>
    public TimeSpan StreamLease { get; set; } = TimeSpan.FromSeconds(45);

    internal bool IsValid => EventDays is >= 1 and <= 3650 && StreamLease.TotalSeconds is >= 1 and <= 3600 && DeviceLimits.All(limit => limit.Value is >= 144 and <= 4320);

    internal int MaxRungOf(string deviceType) => DeviceLimits.GetValueOrDefault(deviceType, int.MaxValue);
}
