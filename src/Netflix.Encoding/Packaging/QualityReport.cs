namespace Netflix.Encoding.Packaging;

/// <summary>What was checked before the film was let out.</summary>
/// <param name="Frames">In every rung, as in the source at the encoded rate.</param>
/// <param name="KeyframeSeconds">Distance of keyframes, the same in every rung.</param>
internal sealed record QualityReport(
    int Frames, double DurationSeconds, double KeyframeSeconds, int Chunks, bool HasAudio, IReadOnlyList<RungQuality> Rungs);

/// <param name="Ssim">Likeness to the source, 0 to 1, over samples across the cuts; at the rung's own size.</param>
internal sealed record RungQuality(int Rung, double Ssim, long Bytes);
