using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Media;

/// <summary>
/// Whether a source decodes without faults. Every frame is decoded once anyway, to encode it; only when the decoder
/// complains there is the strict pass over the whole file decode, which costs 10 % of the ladder's CPU.
/// </summary>
internal sealed class DecodeCheck(Ffmpeg ffmpeg)
{
    // What sound films say too, when decoding begins at a cut: pictures before it are missing there, and are not shown.
    private static readonly string[] Harmless =
    [
        "mmco: unref short failure", "reference picture missing", "Missing reference picture", "co located POCs unavailable",
        "Could not find ref with POC", "number of reference frames", "RASL", "Skipping", "first_mb_in_slice", "Queue input is backward in time",
        "non monotonically increasing dts", "Application provided duration",
    ];

    internal static bool IsSuspicious(ToolResult result) =>
        !result.Succeeded || result.Errors.Any(line => !Harmless.Any(text => line.Contains(text, StringComparison.Ordinal)));

    /// <summary>Throws <see cref="SourceRefusedException"/> when anything in the film does not decode.</summary>
    internal async Task RequireSoundAsync(string source, SourceFilm film, CancellationToken cancel)
    {
        var reached = 0.0;
        var result = await ffmpeg.RunAsync(
            [
                "-xerror", "-err_detect", "explode", "-threads", $"{ffmpeg.Threads}", .. Ffmpeg.SafeInput, "-i", source,
                .. Streams(film), "-f", "null", "-",
            ],
            Path.GetDirectoryName(source)!, Ffmpeg.LimitFor(film.DurationSeconds), (_, seconds) => reached = Math.Max(reached, seconds), cancel);
        if (!result.Succeeded)
        {
            throw new SourceRefusedException(
                $"The film is damaged: it cannot be decoded beyond about {SourceRefusedException.Time(reached)} of {SourceRefusedException.Time(film.DurationSeconds)}.");
        }
    }

    private static string[] Streams(SourceFilm film) =>
        ["-map", $"0:{film.Stream}", .. film.Audio.SelectMany(track => new[] { "-map", $"0:{track.Stream}" })];
}
