using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// ffmpeg's arguments for one rung in its codec: capped quality, and groups that are fixed and closed, so that all rungs
/// have the same segments and each can be decoded alone.
/// </summary>
internal static class VideoEncoder
{
    private const string HevcPreset = "superfast";
    private const int Av1Preset = 10; // about the CPU of x264's veryfast, for 31 % fewer bits (media.md 5)

    internal static IEnumerable<string> Arguments(Rung rung, string preset, int threads, int groupFrames) => rung.Codec switch
    {
        VideoCodec.Hevc =>
        [
            "-c:v", "libx265", "-preset", HevcPreset, "-tag:v", "hvc1", "-crf", Ffmpeg.Text(rung.Crf), "-x265-params",
            $"keyint={groupFrames}:min-keyint={groupFrames}:scenecut=0:open-gop=0:pools={threads}:frame-threads={threads}:" +
            $"vbv-maxrate={rung.MaxRateKbps}:vbv-bufsize={rung.MaxRateKbps * 2}:ssim=1:log-level=info",
        ],
        VideoCodec.Av1 =>
        [
            "-c:v", "libsvtav1", "-preset", $"{Av1Preset}", "-crf", Ffmpeg.Text(Math.Round(rung.Crf)), "-g", $"{groupFrames}",
            "-svtav1-params", $"scd=0:irefresh-type=2:mbr={rung.MaxRateKbps}:lp={threads}",
        ],
        _ =>
        [
            .. X264(preset, threads, groupFrames),
            "-ssim", "1", "-crf", Ffmpeg.Text(rung.Crf), "-maxrate", $"{rung.MaxRateKbps}k", "-bufsize", $"{rung.MaxRateKbps * 2}k",
        ],
    };

    /// <summary>Without its rate.</summary>
    internal static IEnumerable<string> X264(string preset, int threads, int groupFrames) =>
    [
        "-c:v", "libx264", "-preset", preset, "-profile:v", "high", "-threads", $"{threads}",
        "-g", $"{groupFrames}", "-keyint_min", $"{groupFrames}", "-sc_threshold", "0", "-flags", "+cgop",
    ];
}
