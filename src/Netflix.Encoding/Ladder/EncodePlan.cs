namespace Netflix.Encoding.Ladder;

/// <summary>What an inspected source is, as far as encoding needs it.</summary>
/// <param name="Width">As shown: upright, with square pixels.</param>
internal sealed record SourceFilm(
    string Container, string Codec, int Stream, int Width, int Height, FrameRate Rate, int Frames, bool Interlaced, SourceAudio? Audio, long Bytes)
{
    public double DurationSeconds => Rate.Seconds(Frames);
}

/// <param name="Language">BCP 47, or <c>und</c>.</param>
internal sealed record SourceAudio(string Codec, int Stream, string Language, int Channels);

/// <summary>All that the tasks of a job are to do, decided once by inspection.</summary>
/// <param name="Preset">x264's: chunks of different ones have different headers, and cannot be joined.</param>
internal sealed record EncodePlan(SourceFilm Source, IReadOnlyList<Rung> Ladder, IReadOnlyList<Chunk> Chunks, string Preset);
