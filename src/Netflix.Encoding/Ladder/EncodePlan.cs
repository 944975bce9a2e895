namespace Netflix.Encoding.Ladder;

/// <summary>What an inspected source is, as far as encoding needs it.</summary>
/// <param name="Width">As shown: upright, with square pixels.</param>
/// <param name="Transfer">ffprobe's colour transfer; <c>smpte2084</c> and <c>arib-std-b67</c> are HDR, and are tone-mapped.</param>
/// <param name="Matrix">ffprobe's colour space.</param>
/// <param name="Parity">Which field of an interlaced frame is first, <c>tff</c> or <c>bff</c>; null: as the frames say.</param>
/// <param name="TailFrames">How many frames longer than one the last picture stays.</param>
internal sealed record SourceFilm(
    string Container, string Codec, int Stream, int Width, int Height, FrameRate Rate, int Frames, bool Interlaced, long Bytes,
    IReadOnlyList<SourceAudio> Audio, IReadOnlyList<SourceText> Text, IReadOnlyList<SourceChapter> Chapters,
    string PixelFormat = "", string? Transfer = null, string? Matrix = null, bool FullRange = false, string? Parity = null,
    int TailFrames = 0)
{
    public double DurationSeconds => Rate.Seconds(Frames);

    public bool IsHdr => Transfer is "smpte2084" or "arib-std-b67";
}

/// <param name="Stream">Its index in the source.</param>
/// <param name="Language">BCP 47, or <c>und</c>.</param>
/// <param name="Kind">As in <see cref="Contracts.AudioRendition"/>.</param>
internal sealed record SourceAudio(string Codec, int Stream, string Language, int Channels, string? Title = null, string Kind = "main");

/// <param name="Kind">As in <see cref="Contracts.TextTrack"/>.</param>
internal sealed record SourceText(string Codec, int Stream, string Language, string? Title = null, string Kind = "subtitles");

/// <param name="Start">Seconds.</param>
internal sealed record SourceChapter(double Start, double End, string? Title);

/// <summary>A sound track to make: <c>{Name}.mp4</c>.</summary>
/// <param name="Label">What viewers choose it by: no two of as many channels have the same.</param>
internal sealed record AudioTrackPlan(string Name, SourceAudio Source, int Channels, int BitrateKbps, string Label);

/// <summary>A subtitle track to make: <c>{Name}.vtt</c>.</summary>
internal sealed record TextTrackPlan(string Name, SourceText Source);

/// <summary>
/// All that the tasks of a job are to do. Inspection decides the tracks; analysis then the ladder and the chunks, which
/// are empty until then.
/// </summary>
/// <param name="Preset">x264's: chunks of different ones have different headers, and cannot be joined.</param>
internal sealed record EncodePlan(
    SourceFilm Source, IReadOnlyList<Rung> Ladder, IReadOnlyList<Chunk> Chunks, string Preset,
    IReadOnlyList<AudioTrackPlan> Audio, IReadOnlyList<TextTrackPlan> Text);
