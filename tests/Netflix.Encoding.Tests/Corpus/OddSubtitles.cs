using System.Buffers.Binary;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Corpus;

/// <summary>Films of a second whose subtitles are damaged: the film is encoded, its subtitles are mended or left out, and the studio is told.</summary>
internal static class OddSubtitles
{
    private const string LeftOut = "could not be read and was left out.";
    private const string Ass = "[Script Info]\nScriptType: v4.00+\n[V4+ Styles]\nFormat: Name, Alignment\nStyle: Default,2\n[Events]\n" +
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:00.10,0:00:00.90,Default,,0,0,0,,Hello\n";

    internal static IEnumerable<OddSource> All() =>
    [
        Mkv("mkv with subtitles of noise", Srt(("00:00:00,100 --> 00:00:00,900", new string('A', 3000))), bytes => Overwrite(bytes, new string('A', 3000), OddSources.Noise(3000)), Any: true),
        Mkv("mkv with subtitles of zeros", Srt(("00:00:00,100 --> 00:00:00,900", new string('A', 3000))), bytes => Overwrite(bytes, new string('A', 3000), new byte[3000]), Finding: LeftOut),
        // ffmpeg shows it no sooner than the one it came behind.
        Mkv("mkv with subtitles that run backwards", Srt(("00:00:00,100 --> 00:00:00,300", "First"), ("00:00:00,400 --> 00:00:00,600", "Second"), ("00:00:00,700 --> 00:00:00,900", "Third")),
            bytes => At(bytes, "Third", 50), Subtitles: "00:00:00.400 --> 00:00:00.600\nThird"),
        Mkv("mkv with subtitles before the film", Srt(("00:00:00,100 --> 00:00:00,300", "First"), ("00:00:00,700 --> 00:00:00,900", "Third")), bytes => At(bytes, "First", -30_000), Subtitles: "Third"),
        Mkv("mkv with subtitles over each other", Srt(("00:00:00,100 --> 00:00:00,900", "First"), ("00:00:00,200 --> 00:00:00,950", "Second"), ("00:00:00,200 --> 00:00:00,950", "Second")), Subtitles: "00:00:00.200 --> 00:00:00.950\nSecond"),
        Mkv("mkv with subtitles that outlast the picture", Srt(("00:00:00,100 --> 00:00:00,300", "First"), ("00:00:00,700 --> 00:00:20,000", "Long"), ("00:00:30,000 --> 00:00:40,000", "Late")), Subtitles: "00:00:00.700 --> 00:00:01.000\nLong\n"),
        Mkv("mkv with subtitles of hours later", Srt(("09:00:30,000 --> 10:00:40,000", "Late")), Finding: LeftOut),
        Mkv("mkv with no subtitle in its track", Srt(("00:00:30,000 --> 00:00:40,000", "Late")), output: "-t 1 -c:s copy", Finding: LeftOut),
        Mkv("mkv with subtitles of broken UTF-8", Srt(("00:00:00,100 --> 00:00:00,900", string.Concat(Enumerable.Repeat("Hallå där! ", 25)) + "aXXb cYYd")), bytes => Overwrite(Overwrite(bytes, "XX", [0xc3, 0x28]), "YY", [0xff, 0xfe]), Subtitles: "Hallå där!"),
        Mkv("mkv with subtitles that end in a zero", Srt(("00:00:00,100 --> 00:00:00,300", "FirstXXX"), ("00:00:00,700 --> 00:00:00,900", "Third")), bytes => Overwrite(bytes, "XXX", [0, 0, 0]), Subtitles: "First\n"),
        Mkv("mkv with a subtitle of a megabyte", Srt(("00:00:00,100 --> 00:00:00,900", string.Concat(Enumerable.Repeat("All work and no play. ", 50_000)))), Subtitles: "All work and no play."),
        Mkv("mkv with subtitles of too many bytes", Srt(("00:00:00,100 --> 00:00:00,900", string.Concat(Enumerable.Repeat("All work and no play. ", 500_000)))), Finding: LeftOut),
        Mkv("mkv with ASS whose header is noise", Ass, bytes => Overwrite(bytes, Ass[..60], OddSources.Noise(60)), Any: true),
        Mkv("mkv with ASS without a format", Ass.Replace("Format: Layer", "Farmot: Layer", StringComparison.Ordinal), Subtitles: "00:00:00.100 --> 00:00:00.900\nHello"),
        Mkv("mkv with ASS of a broken style", Ass.Replace("Style: Default,2", "Style: ,,,,{\\", StringComparison.Ordinal), Subtitles: "00:00:00.100 --> 00:00:00.900\nHello"),
        Mkv("mp4 with subtitles of noise", Srt(("00:00:00,100 --> 00:00:00,900", new string('A', 3000))), bytes => Overwrite(bytes, new string('A', 3000), OddSources.Noise(3000)), output: "-c:s mov_text", container: "mp4", Any: true),
    ];

    /// <param name="output">How the subtitles go into the film.</param>
    /// <param name="Any">They may be mended or left out.</param>
    private static OddSource Mkv(
        string name, string subtitles, Func<byte[], byte[]>? spoil = null, string output = "-c:s copy", string container = "matroska", string? Subtitles = null, string? Finding = null, bool Any = false) =>
        new(name, async file =>
        {
            var text = $"{file}.{(subtitles.StartsWith('[') ? "ass" : "srt")}";
            await File.WriteAllTextAsync(text, subtitles);
            await TestFilm.RunAsync("ffmpeg",
            [
                "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1", "-i", text, "-map", "0", "-map", "1",
                "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", .. output.Split(' '), "-f", container, file,
            ]);
            if (spoil is not null)
            {
                await File.WriteAllBytesAsync(file, spoil(await File.ReadAllBytesAsync(file)));
            }
        }, Subtitles: Any ? "" : Subtitles, Finding: Any ? "" : Finding);

    private static string Srt(params (string Times, string Text)[] cues) =>
        string.Concat(cues.Select((cue, i) => $"{i + 1}\n{cue.Times}\n{cue.Text}\n\n"));

    private static byte[] Overwrite(byte[] bytes, string text, byte[] by)
    {
        by.CopyTo(bytes, Find(bytes, text));
        return bytes;
    }

    /// <summary>Moves the Matroska block of this text: the number of its track, 16 bits of time in milliseconds, and flags stand before it.</summary>
    private static byte[] At(byte[] bytes, string text, short milliseconds)
    {
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(Find(bytes, text) - 3), milliseconds);
        return bytes;
    }

    private static int Find(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) is >= 0 and var at ? at : throw new InvalidOperationException($"The film does not hold {text[..Math.Min(20, text.Length)]}.");
}
