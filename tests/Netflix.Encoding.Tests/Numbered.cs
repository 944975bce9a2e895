using Netflix.Testing;

namespace Netflix.Encoding.Tests;

/// <summary>
/// Films whose every frame shows its own number, as sixteen stripes of black and white: after any scaling and encoding
/// it can be told which frame of the source a picture is.
/// </summary>
internal static class Numbered
{
    private const int Bits = 16;

    internal static async Task<string> MakeAsync(string file, string rate, double seconds, string size = "640x360", string more = "", params string[] output)
    {
        string[] encode = output.Length > 0 ? output : ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", FormattableString.Invariant($"color=black:size=16x9:rate={rate}:duration={seconds},format=gray,geq=lum='235*mod(floor(N/pow(2,X)),2)',scale={size.Replace('x', ':')}:flags=neighbor{more}"),
            "-f", "lavfi", "-i", FormattableString.Invariant($"sine=frequency=440:duration={seconds}"), "-c:a", "aac", "-metadata:s:a:0", "language=swe", .. encode, file,
        ]);
        return file;
    }

    /// <summary>The number shown in each frame of a file.</summary>
    internal static async Task<List<int>> ReadAsync(string file)
    {
        var raw = file + ".stripes";
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-i", file, "-map", "0:v:0", "-vf", $"scale={Bits}:1:flags=area,format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", raw]);
        var bytes = await File.ReadAllBytesAsync(raw);
        return [.. bytes.Chunk(Bits).Select(frame => frame.Select((level, bit) => level > 127 ? 1 << bit : 0).Sum())];
    }
}
