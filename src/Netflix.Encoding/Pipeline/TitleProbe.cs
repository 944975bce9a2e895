using System.Globalization;
using System.Text.RegularExpressions;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Encodes short stretches of a title at each size and two qualities, and compares them with the source. A stretch is
/// decoded once for all its probes, and once more to compare; stretches run side by side with a thread each.
/// </summary>
internal sealed partial class TitleProbe(Ffmpeg ffmpeg)
{
    private const int ComparedApart = 4; // every fourth frame's brightness: ranks as all of them do, at a fifth of the cost

    private static readonly double[] Qualities = [23, 31];

    /// <param name="sizes">Ascending or not; the pictures are compared at the largest of them.</param>
    /// <param name="usual">Bytes of the film's usual frame over those of the windows' (<see cref="SampleWindows.UsualOver"/>).</param>
    internal async Task<IReadOnlyList<RatePoint>> MeasureAsync(
        string source, EncodePlan plan, IReadOnlyList<Chunk> windows, double usual, IReadOnlyList<Rung> sizes, WorkFolder folder, CancellationToken cancel)
    {
        var results = new Sample[windows.Count][];
        await Parallel.ForEachAsync(
            windows, new ParallelOptions { MaxDegreeOfParallelism = ffmpeg.Threads, CancellationToken = cancel },
            async (window, stop) => results[window.Number] = await TryAsync(source, plan, window, usual, sizes, folder, stop));
        return
        [
            .. Probes(sizes).Select((probe, i) => new RatePoint(
                probe.Size.Lines, probe.Crf, results.Average(window => window[i].Kbps), results.Average(window => window[i].Ssim))),
        ];
    }

    private async Task<Sample[]> TryAsync(
        string source, EncodePlan plan, Chunk window, double usual, IReadOnlyList<Rung> sizes, WorkFolder folder, CancellationToken cancel)
    {
        var name = $"probe-{window.Number}";
        var limit = Ffmpeg.LimitFor(plan.Source.Rate.Seconds(window.Frames) * sizes.Count);
        await ffmpeg.RequireAsync(EncodeArguments(source, plan, window, sizes, name), folder.Path, limit, cancel);
        await ffmpeg.RequireAsync(CompareArguments(source, plan, window, sizes, name), folder.Path, limit, cancel);

        var frames = await File.ReadAllLinesAsync(folder.File($"{name}.frames"), cancel);
        var samples = new Sample[sizes.Count * Qualities.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var ssim = (await File.ReadAllLinesAsync(folder.File($"{name}-{i}.ssim"), cancel)).Select(line => Number(Brightness().Match(line))).ToList();
            samples[i] = new(Kbps(frames, i, usual, plan.Source.Rate), ssim.Count > 0 ? ssim.Average() : throw new MediaToolException("The probe made no frames."));
        }

        return samples;
    }

    private static IEnumerable<string> EncodeArguments(string source, EncodePlan plan, Chunk window, IReadOnlyList<Rung> sizes, string name)
    {
        var probes = Probes(sizes).ToList();
        var split = $"split={sizes.Count}{string.Concat(sizes.Select(size => $"[s{size.Lines}]"))}";
        var scales = sizes.Select(size =>
            $"[s{size.Lines}]scale={size.Width}:{size.Height},setsar=1,format=yuv420p,split={Qualities.Length}{string.Concat(Qualities.Select(crf => $"[p{size.Lines}q{crf}]"))}");
        return
        [
            "-threads", "1", .. Ffmpeg.SafeInput, .. EncodeChunk.Open(source, plan.Source, window), "-filter_complex_threads", "1",
            "-filter_complex", $"{EncodeChunk.Frames(plan.Source, window, window.SeekSeconds)},{split};{string.Join(';', scales)}",
            .. probes.SelectMany(probe => new[] { "-map", $"[p{probe.Size.Lines}q{probe.Crf}]" }),
            // Trees of macroblocks starve frames that none come after: of ten that is all, and half the bits of a film's. Without them ten
            // frames cost .98 of what two seconds do at 1080 lines, .90 at 480 (Big Buck Bunny, three scenes, CRF 23).
            .. VideoEncoder.X264(plan.Preset, threads: 1, window.Frames), "-x264-params", "mbtree=0",
            .. probes.SelectMany((probe, i) => new[] { $"-crf:v:{i}", Ffmpeg.Text(probe.Crf) }),
            "-frames:v", $"{window.Frames}", "-fps_mode", "passthrough", "-vstats_file", $"{name}.frames", $"{name}.mkv",
        ];
    }

    private static IEnumerable<string> CompareArguments(string source, EncodePlan plan, Chunk window, IReadOnlyList<Rung> sizes, string name)
    {
        var largest = sizes.MaxBy(size => size.Lines)!;
        var count = sizes.Count * Qualities.Length;
        // Not the first: keyframes are better than what follows, and rare in the film.
        var some = window.Frames > ComparedApart ? $"select='eq(mod(n,{ComparedApart}),{ComparedApart / 2})'," : "";
        var same = $"{some}scale={largest.Width}:{largest.Height}:flags=bicubic,format=gray,settb=AVTB,setpts=N";
        var parts = Enumerable.Range(0, count).Select(i => $"[1:{i}]{same}[e{i}];[e{i}][r{i}]ssim=stats_file={name}-{i}.ssim[o{i}]");
        var split = $"split={count}{string.Concat(Enumerable.Range(0, count).Select(i => $"[r{i}]"))}";
        return
        [
            "-threads", "1", .. Ffmpeg.SafeInput, .. EncodeChunk.Open(source, plan.Source, window), "-threads", "1", "-i", $"{name}.mkv",
            "-filter_complex_threads", "1", "-filter_complex",
            $"{EncodeChunk.Frames(plan.Source, window, window.SeekSeconds)},trim=end_frame={window.Frames},{same},{split};{string.Join(';', parts)}",
            .. Enumerable.Range(0, count).SelectMany(i => new[] { "-map", $"[o{i}]" }), "-f", "null", "-",
        ];
    }

    private static IEnumerable<(Rung Size, double Crf)> Probes(IReadOnlyList<Rung> sizes) =>
        sizes.SelectMany(size => Qualities.Select(crf => (size, crf)));

    /// <summary>
    /// The rate in groups of real length: a stretch shorter than a group would count its keyframe too often, so that and
    /// the other frames are counted apart.
    /// </summary>
    /// <param name="lines">ffmpeg's video statistics: a line a frame, of all probes.</param>
    private static double Kbps(IEnumerable<string> lines, int stream, double usual, FrameRate rate)
    {
        var frames = lines.Select(line => Frame().Match(line)).Where(frame => frame.Success && frame.Groups["stream"].Value == $"{stream}")
            .Select(frame => (Bytes: double.Parse(frame.Groups["bytes"].ValueSpan, CultureInfo.InvariantCulture), IsKey: frame.Groups["type"].Value == "I")).ToList();
        if (frames.Count == 0)
        {
            throw new MediaToolException("The probe made no frames.");
        }

        var others = frames.Where(frame => !frame.IsKey).Select(frame => frame.Bytes).DefaultIfEmpty(frames[0].Bytes).Average();
        var group = ChunkCuts.KeyframeInterval(rate);
        return (frames[0].Bytes + (others * usual * (group - 1))) * 8 / rate.Seconds(group) / 1000;
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("Y:([0-9.]+)")]
    private static partial Regex Brightness();

    [GeneratedRegex(@"st=\s*(?<stream>\d+) .*f_size=\s*(?<bytes>\d+) .*type= (?<type>\w)")]
    private static partial Regex Frame();

    private sealed record Sample(double Kbps, double Ssim);
}
