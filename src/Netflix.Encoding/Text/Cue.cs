namespace Netflix.Encoding.Text;

/// <summary>One subtitle on the screen.</summary>
/// <param name="Text">WebVTT cue text: escaped, with no tags but balanced i, b, u and v, and no empty line.</param>
/// <param name="Top">Shown at the top, for what is below must be seen.</param>
internal sealed record Cue(TimeSpan Start, TimeSpan End, string Text, bool Top = false);

internal enum SubtitleFormat { SubRip, WebVtt, SubStation, Ttml }

/// <summary>What was read of a subtitle file.</summary>
/// <param name="Encoding">The characters' encoding, as it was found or guessed: <c>utf-8</c>, <c>windows-1250</c>, ...</param>
/// <param name="Cues">In order of time; none is empty, or ends before it starts.</param>
/// <param name="Repairs">What had to be mended, in sentences for the studio.</param>
internal sealed record Subtitles(SubtitleFormat Format, string Encoding, IReadOnlyList<Cue> Cues, IReadOnlyList<string> Repairs);
