using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Compares the first frames after a cut with the source's, read by another seek than the encode's. A cut that is one
/// frame off has the right number of frames and the wrong pictures, and in a quiet scene an SSIM of .99: so the frames
/// must also be more like their own than like their neighbours. Samples of half a second, at the rungs' own sizes: each costs
/// 1.4 CPU-seconds at 1080 lines, mostly for decoding up to the cut.
/// </summary>
internal sealed partial class LikenessCheck(Ffmpeg ffmpeg)
{
    internal const string ResultFile = "likeness.json";
    private const int SampleFrames = 12;
    private const int LongFilm = 10;
    private const double OtherSeek = 1;
    private const double Unlike = 0.3; // the heaviest grain at 240 lines came down to .42
    private const double Margin = 0.01;
    private const string Ahead = "ahead";
    private const string Behind = "behind";

    /// <summary>The chunk in the middle, and of a long film two more.</summary>
    internal static bool IsSample(int chunk, int chunks) => chunk == chunks / 2 || (chunks >= LongFilm && (chunk == chunks / 4 || chunk == chunks * 3 / 4));

    /// <summary>Writes the SSIM of each rung beside its file.</summary>
    internal async Task MeasureAsync(string source, EncodePlan plan, Chunk chunk, WorkFolder folder, CancellationToken cancel)
    {
        var seek = Math.Max(0, chunk.SeekSeconds - OtherSeek);
        var frames = Math.Min(SampleFrames, chunk.Frames);
        var neighbours = frames > 2;
        var graph = Graph(plan, chunk, seek, frames, neighbours);
        string[] names = [.. plan.Ladder.Select(rung => rung.Name), .. neighbours ? [Ahead, Behind] : Array.Empty<string>()];
        await ffmpeg.RequireAsync(
            [
                "-threads", $"{ffmpeg.Threads}", .. Ffmpeg.SafeInput, "-ss", Ffmpeg.Text(seek), "-i", source,
                .. plan.Ladder.SelectMany(rung => new[] { "-i", $"{rung.Name}.mp4" }),
                "-filter_complex", graph, .. names.SelectMany(name => new[] { "-map", $"[{name}]" }), "-f", "null", "-",
            ],
            folder.Path, Ffmpeg.LimitFor(30), cancel);

        var likeness = new Dictionary<string, double>();
        foreach (var rung in plan.Ladder)
        {
            likeness[rung.Name] = await ReadAsync(rung.Name, frames);
            if (likeness[rung.Name] < Unlike)
            {
                throw new MediaToolException($"Chunk {chunk.Number + 1} is not the source's at {rung.Lines} lines: SSIM {likeness[rung.Name]:0.00}.");
            }
        }

        if (neighbours && Math.Max(await ReadAsync(Ahead, frames - 1), await ReadAsync(Behind, frames - 1)) > likeness[plan.Ladder[^1].Name] + Margin)
        {
            throw new MediaToolException($"Chunk {chunk.Number + 1} begins at another frame than planned.");
        }

        await File.WriteAllTextAsync(folder.File(ResultFile), JsonSerializer.Serialize(likeness), cancel);

        async Task<double> ReadAsync(string name, int count)
        {
            var log = folder.File($"{name}.ssim");
            var values = (await File.ReadAllLinesAsync(log, cancel)).Select(Parse).ToList();
            File.Delete(log);
            return values.Count == count ? values.Average() : 0;
        }
    }

    /// <summary>Each rung beside the source's frames; the lowest also beside those of one frame later and earlier.</summary>
    private static string Graph(EncodePlan plan, Chunk chunk, double seek, int frames, bool neighbours)
    {
        var (rungs, last) = (plan.Ladder, plan.Ladder.Count - 1);
        var parts = new List<string>
        {
            $"{EncodeChunk.Frames(plan.Source, chunk, seek)},trim=end_frame={frames},split={rungs.Count}{string.Concat(rungs.Select((_, i) => $"[s{i}]"))}",
        };
        for (var i = 0; i < rungs.Count; i++)
        {
            var (own, made) = neighbours && i == last ? ("split=3[r][rahead][rbehind]", "split=3[e][eahead][ebehind]") : ($"null[r{i}]", $"null[e{i}]");
            parts.Add($"[s{i}]scale={rungs[i].Width}:{rungs[i].Height},setsar=1,format=yuv420p,{own}");
            parts.Add($"[{i + 1}:v]trim=end_frame={frames},{made}");
            parts.Add(neighbours && i == last ? Compare("e", "r", rungs[i].Name) : Compare($"e{i}", $"r{i}", rungs[i].Name));
        }

        if (neighbours)
        {
            parts.Add("[rahead]trim=start_frame=1[rlater]");
            parts.Add("[ebehind]trim=start_frame=1[elater]");
            parts.Add(Compare("eahead", "rlater", Ahead, frames - 1));
            parts.Add(Compare("elater", "rbehind", Behind, frames - 1));
        }

        return string.Join(';', parts);
    }

    private static string Compare(string made, string own, string name, int? frames = null)
    {
        var cut = frames is null ? "" : $"trim=end_frame={frames},";
        return $"[{made}]{cut}settb=AVTB,setpts=N[{name}m];[{own}]{cut}settb=AVTB,setpts=N[{name}o];[{name}m][{name}o]ssim=stats_file={name}.ssim[{name}]";
    }

    private static double Parse(string line) => double.Parse(Overall().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("All:([0-9.]+)")]
    private static partial Regex Overall();
}
