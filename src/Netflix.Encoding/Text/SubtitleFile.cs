namespace Netflix.Encoding.Text;

/// <summary>Reads a subtitle file of any known format and encoding.</summary>
internal static class SubtitleFile
{
    private const int MostCues = 200_000; // a typeset film of three hours has some ten thousand
    private const int Head = 4096;

    /// <summary>The subtitles, mended; throws <see cref="SubtitlesRefusedException"/> for what cannot be read.</summary>
    internal static Subtitles Read(ReadOnlySpan<byte> bytes)
    {
        var (text, encoding) = TextEncoding.Decode(bytes);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new SubtitlesRefusedException("The file is empty: there are no subtitles in it.");
        }

        var format = FormatOf(text) ?? throw new SubtitlesRefusedException(
            "No subtitles were found in the file. SubRip (.srt), WebVTT (.vtt), SubStation (.ass, .ssa) and TTML (.ttml, .dfxp) can be read.");
        var read = format switch
        {
            SubtitleFormat.SubStation => SubStation.Read(text, MostCues),
            SubtitleFormat.Ttml => Ttml.Read(text, MostCues),
            _ => TimedBlocks.Read(text, format, MostCues),
        };
        var (cues, repairs) = CueRepair.Mend(read);
        return cues.Count > 0
            ? new(format, encoding, cues, repairs)
            : throw new SubtitlesRefusedException("There is not one subtitle with a time and a text in the file.");
    }

    private static SubtitleFormat? FormatOf(string text)
    {
        var start = text.AsSpan().TrimStart();
        var head = text.AsSpan(0, Math.Min(text.Length, Head));
        return
            start.StartsWith("WEBVTT", StringComparison.OrdinalIgnoreCase) ? SubtitleFormat.WebVtt
            : start.StartsWith("<?xml", StringComparison.Ordinal) || IsTtml(start) ? SubtitleFormat.Ttml
            : head.Contains("[Script Info]", StringComparison.OrdinalIgnoreCase) || head.Contains("[Events]", StringComparison.OrdinalIgnoreCase) ||
                start.StartsWith("Dialogue:", StringComparison.OrdinalIgnoreCase) ? SubtitleFormat.SubStation
            : text.Contains("->", StringComparison.Ordinal) || text.Contains("–>", StringComparison.Ordinal) ? SubtitleFormat.SubRip
            : null;
    }

    /// <summary><c>&lt;tt</c>, with or without a prefix, or a comment or a type before it.</summary>
    private static bool IsTtml(ReadOnlySpan<char> start) =>
        start.StartsWith("<!", StringComparison.Ordinal) ||
        (start.StartsWith("<", StringComparison.Ordinal) && start[..Math.Min(start.Length, 40)] is var name && (name.StartsWith("<tt", StringComparison.Ordinal) || name.Contains(":tt", StringComparison.Ordinal)));
}
