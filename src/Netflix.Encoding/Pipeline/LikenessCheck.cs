using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Compares the first frames after a cut with the source's, for a cut that is one frame off has the right number of
/// frames and the wrong pictures. The source is read by another seek than the encode's. Three samples a film: half a
/// second at each rung's own size, some 2 % of the encode.
/// </summary>
internal sealed partial class LikenessCheck(Ffmpeg ffmpeg)
{
    internal const string ResultFile = "likeness.json";
    private const int SampleFrames = 12;
    private const double OtherSeek = 1;
    private const double Unlike = 0.4; // grain at 240 lines comes down to .6; other pictures are below .3

    internal static bool IsSample(int chunk, int chunks) => chunk == chunks / 2 || (chunks > 3 && (chunk == chunks / 4 || chunk == chunks * 3 / 4));

    /// <summary>Writes the SSIM of each rung beside its file.</summary>
    internal async Task MeasureAsync(string source, EncodePlan plan, Chunk chunk, WorkFolder folder, CancellationToken cancel)
    {
        var seek = Math.Max(0, chunk.SeekSeconds - OtherSeek);
        var frames = Math.Min(SampleFrames, chunk.Frames);
        var rungs = plan.Ladder;
        var graph =
            $"{EncodeChunk.Frames(plan.Source, chunk, seek)},trim=end_frame={frames},split={rungs.Count}{string.Concat(rungs.Select((_, i) => $"[s{i}]"))};" +
            string.Join(';', rungs.Select((rung, i) =>
                $"[s{i}]scale={rung.Width}:{rung.Height},setsar=1,format=yuv420p,settb=AVTB,setpts=N[r{i}];[{i + 1}:v]trim=end_frame={frames},settb=AVTB,setpts=N[e{i}];" +
                $"[e{i}][r{i}]ssim=stats_file={rung.Name}.ssim[o{i}]"));
        await ffmpeg.RequireAsync(
            [
                "-threads", $"{ffmpeg.Threads}", .. Ffmpeg.SafeInput, "-ss", Ffmpeg.Text(seek), "-i", source,
                .. rungs.SelectMany(rung => new[] { "-i", $"{rung.Name}.mp4" }),
                "-filter_complex", graph, .. rungs.SelectMany((_, i) => new[] { "-map", $"[o{i}]" }), "-f", "null", "-",
            ],
            folder.Path, Ffmpeg.LimitFor(30), cancel);

        var likeness = new Dictionary<int, double>();
        foreach (var rung in rungs)
        {
            var log = folder.File($"{rung.Name}.ssim");
            var values = (await File.ReadAllLinesAsync(log, cancel)).Select(line => Parse(line)).ToList();
            File.Delete(log);
            likeness[rung.Lines] = values.Count == frames ? values.Average() : 0;
            if (likeness[rung.Lines] < Unlike)
            {
                throw new MediaToolException($"Chunk {chunk.Number + 1} is not the source's at {rung.Lines} lines: SSIM {likeness[rung.Lines]:0.00}.");
            }
        }

        await File.WriteAllTextAsync(folder.File(ResultFile), JsonSerializer.Serialize(likeness), cancel);
    }

    private static double Parse(string line) => double.Parse(Overall().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"All:([0-9.]+)")]
    private static partial Regex Overall();
}
