namespace Netflix.Playback.Quality;

/// <summary><c>Netflix:Playback:Quality</c>: from where on figures are alarming.</summary>
internal sealed class QualityOptions
{
    internal const string Section = "Netflix:Playback:Quality";

    /// <summary>Fewer sessions than these raise no alarm: one viewer on a train is no outage.</summary>
    public int MinSessions { get; set; } = 5;

    /// <summary>Of the slowest twentieth.</summary>
    public Threshold StartupMs { get; set; } = new() { Warning = 4000, Critical = 8000 };

    public Threshold BufferingRatio { get; set; } = new() { Warning = 0.01, Critical = 0.03 };

    /// <summary>The share of sessions with an error.</summary>
    public Threshold ErrorRate { get; set; } = new() { Warning = 0.02, Critical = 0.05 };

    /// <summary>Of 100, below which.</summary>
    public Threshold Score { get; set; } = new() { Warning = 80, Critical = 60 };

    internal bool IsValid => MinSessions > 0
        && Array.TrueForAll([StartupMs, BufferingRatio, ErrorRate], threshold => threshold.Warning > 0 && threshold.Warning <= threshold.Critical)
        && Score.Warning <= 100 && Score.Warning >= Score.Critical && Score.Critical >= 0;

    internal sealed class Threshold
    {
        public double Warning { get; set; }
        public double Critical { get; set; }
    }
}
