using Netflix.Contracts;

namespace Netflix.Playback.Downloads;

/// <summary><c>Netflix:Playback:Downloads</c>.</summary>
internal sealed class DownloadOptions
{
    internal const string Section = "Netflix:Playback:Downloads";

    /// <summary>How long a licence lasts that is not renewed.</summary>
    public int Days { get; set; } = 30;

    /// <summary>How long after the first play under it.</summary>
    public int PlayHours { get; set; } = 48;

    /// <summary>How long a device has to fetch the film.</summary>
    public int FetchHours { get; set; } = 24;

    /// <summary>How many devices of an account may keep films, by plan.</summary>
    public Dictionary<Plan, int> Devices { get; } = new() { [Plan.Basic] = 1, [Plan.Standard] = 2, [Plan.Premium] = 4 };

    /// <summary>How many films one device may keep, by plan; none where a plan has no downloads.</summary>
    public Dictionary<Plan, int> PerDevice { get; } = new() { [Plan.Basic] = 15, [Plan.Standard] = 30, [Plan.Premium] = 100 };

    internal bool IsValid => Days is >= 1 and <= 365 && PlayHours is >= 1 and <= 24 * 365 && FetchHours is >= 1 and <= 24 * 7
        && Devices.Concat(PerDevice).All(limit => limit.Value is >= 0 and <= 1000);

    internal TimeSpan PlayTime => TimeSpan.FromHours(PlayHours);
}
