namespace Netflix.Encoding.Ladder;

/// <summary>What was measured on samples of a title, and so which ladder it got.</summary>
/// <param name="Complexity">Bits that the title needs, beside those of a usual one: 1 is usual.</param>
/// <param name="SampleSeconds">Film that was probed.</param>
/// <param name="Probes">Each size and quality that was tried.</param>
/// <param name="Hull">The best of them at each rate: the frontier that rungs are chosen from.</param>
/// <param name="Ladder">The rungs chosen, with what is expected of them.</param>
/// <param name="Fixed">What the fixed ladder would give this title.</param>
internal sealed record TitleAnalysis(
    double Complexity, double SampleSeconds,
    IReadOnlyList<RatePoint> Probes, IReadOnlyList<RatePoint> Hull, IReadOnlyList<RatePoint> Ladder, IReadOnlyList<RatePoint> Fixed);

/// <param name="Ssim">Against the source, scaled up to its size: 0 to 1.</param>
internal sealed record RatePoint(int Lines, double Crf, double BitrateKbps, double Ssim, string? Rung = null);
