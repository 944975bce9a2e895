namespace Netflix.Encoding.Quality;

/// <summary>What an encoded chunk tells the tasks after it, and the studio.</summary>
/// <param name="Head">Fingerprints of the source's first two frames of the chunk.</param>
/// <param name="Beyond">Those of the two frames after its last; fewer at the film's end.</param>
/// <param name="Stretches">Black and still ones of the source, in seconds from the chunk's start.</param>
internal sealed record ChunkResult(IReadOnlyList<ChunkRung> Rungs, byte[] Head, byte[] Beyond, IReadOnlyList<Stretch> Stretches)
{
    /// <summary>Of frames beyond each end that prove a cut.</summary>
    internal const int Overlap = 2;
}

/// <param name="Sha256">Of the file, as it was when it was checked.</param>
/// <param name="Ssim">Mean over all frames, at the rung's size; null where the encoder does not tell.</param>
internal sealed record ChunkRung(string Name, long Bytes, byte[] Sha256, double? Ssim);
