using System.Globalization;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Markers;

/// <summary>Episodes made by ffmpeg's generators: tunes of changing chords, and a picture that changes at once with each part.</summary>
internal static class Episodes
{
    internal const int Intro = 1;
    internal const double IntroSeconds = 20;

    /// <summary>Each part has its own tune and picture; the same number is the same in every episode.</summary>
    internal static async Task<string> MakeAsync(string file, params (int Tune, double Seconds)[] parts)
    {
        var inputs = parts.SelectMany(part => new[] { "-f", "lavfi", "-i", Picture(part.Tune, part.Seconds), "-f", "lavfi", "-i", Tune(part.Tune, part.Seconds) });
        var joined = string.Concat(parts.Select((_, i) => $"[{2 * i}:v][{(2 * i) + 1}:a]"));
        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-y", .. inputs, "-filter_complex", $"{joined}concat=n={parts.Length}:v=1:a=1[v][a]", "-map", "[v]", "-map", "[a]",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ar", "48000", file,
        ]);
        return file;
    }

    /// <summary>Chords whose notes move at paces of their own: as changing as music, the same each time.</summary>
    private static string Tune(int number, double seconds)
    {
        var notes = Enumerable.Range(0, 3).Select(voice =>
        {
            var (root, pace, steps) = (170 + (number * 61 % 290) + (voice * 137), 1.3 + (number * 0.37 % 1.9) + (voice * 0.71), 5 + ((number + voice) * 3 % 8));
            return string.Create(CultureInfo.InvariantCulture, $"0.2*sin(2*PI*{root}*pow(2,mod(floor(t*{pace:0.##})*{3 + number},{steps})/{steps})*t)");
        });
        return string.Create(CultureInfo.InvariantCulture, $"aevalsrc='{string.Join('+', notes)}':d={seconds}:s=44100");
    }

    private static string Picture(int number, double seconds)
    {
        string[] levels = ["0x205080", "0xC0C040", "0x702020", "0x40A060", "0xE0E0E0", "0x604080"];
        return string.Create(CultureInfo.InvariantCulture, $"color={levels[number % levels.Length]}:size=320x180:rate=24:duration={seconds},drawgrid=w={10 + (number * 7)}:h=30:t=4");
    }
}
