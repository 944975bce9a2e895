namespace Netflix.Encoding.Quality;

internal enum Verdict { Pass, Warnings, Fail }

internal enum FindingLevel { Note, Warning, Error }

/// <summary>One thing that quality control saw.</summary>
/// <param name="Check">Which check: <c>frames</c>, <c>ssim</c>, <c>black</c>, <c>freeze</c>, <c>silence</c>, <c>loudness</c>, <c>sync</c>, <c>segments</c>, ...</param>
/// <param name="Message">A sentence for the studio.</param>
/// <param name="Rendition">Null: of the whole title.</param>
/// <param name="Start">Seconds into the film, with <paramref name="End"/>, where it is of a stretch.</param>
internal sealed record Finding(string Check, FindingLevel Level, string Message, string? Rendition = null, double? Start = null, double? End = null);

/// <summary>What was checked before the film was let out, and what that decides.</summary>
/// <param name="Frames">In every rung, as in the source at the encoded rate.</param>
/// <param name="KeyframeSeconds">Longest distance of keyframes, which are the same in every rung.</param>
internal sealed record QualityReport(
    Verdict Verdict, IReadOnlyList<Finding> Findings, int Frames, double DurationSeconds, double KeyframeSeconds, int Chunks, bool HasAudio,
    IReadOnlyList<RungQuality> Rungs, IReadOnlyList<AudioQuality> Audio);

/// <param name="Ssim">Mean likeness to the source at the rung's own size, 0 to 1, over all frames; null where the encoder does not tell.</param>
/// <param name="WorstSsim">Of the chunk with the lowest.</param>
internal sealed record RungQuality(string Name, int Rung, double? Ssim, double? WorstSsim, long Bytes, int BitrateKbps);

/// <param name="Loudness">Integrated, in LUFS (EBU R128); null for silence.</param>
/// <param name="PeakDb">True peak, in dBTP.</param>
/// <param name="OffsetSeconds">How much later than the source's the sound is.</param>
internal sealed record AudioQuality(string Name, double? Loudness, double? PeakDb, double? OffsetSeconds);
