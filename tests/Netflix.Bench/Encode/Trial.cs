using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netflix.Bench.Edge;
using Netflix.Encoding;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;

namespace Netflix.Bench.Encode;

/// <summary>One rung of a ladder as it came out.</summary>
/// <param name="Ssim">Of brightness, scaled up to the source.</param>
internal sealed record MadeRung(string Name, double BitrateKbps, double Ssim);

/// <summary>A film with what bare ffmpeg and our analysis make of it, in one folder.</summary>
internal sealed partial class Trial(string film, string folder)
{
    private const int ComparedApart = 3;

    private readonly Ffmpeg ffmpeg = new(Options.Create(new EncodingOptions { Tasks = 1 }));

    /// <summary>What the analysis of a job does, with its CPU time.</summary>
    internal async Task<(EncodePlan Plan, TitleAnalysis Analysis, TimeSpan Cpu)> AnalyseAsync()
    {
        var options = Options.Create(new EncodingOptions { Tasks = 1 });
        var probe = new SourceProbe(ffmpeg, options);
        var source = (await probe.ReadAsync(film, CancellationToken.None)).Film;
        var step = new AnalyseTitle(null!, probe, new(ffmpeg), new(ffmpeg), options, NullLogger<AnalyseTitle>.Instance);
        using var work = new WorkFolder(Path.Combine(folder, "analysis"));
        var before = Cpu();
        var (plan, analysis) = await step.StudyAsync(film, new(source, [], [], options.Value.Preset, [], []), work, _ => { }, CancellationToken.None);
        return (plan, analysis ?? throw new BenchException($"{film} could not be analysed."), Cpu() - before);
    }

    /// <summary>One bare ffmpeg that decodes once into the ladder, as whole files; with the seconds it took and its CPU time.</summary>
    internal async Task<(TimeSpan Wall, TimeSpan Cpu)> EncodeAsync(EncodePlan plan, string name, Func<Rung, IEnumerable<string>> rate)
    {
        var rungs = plan.Ladder;
        var group = ChunkCuts.KeyframeInterval(plan.Source.Rate);
        var graph = $"[0:{plan.Source.Stream}]split={rungs.Count}{string.Concat(rungs.Select((_, i) => $"[s{i}]"))};" +
            string.Join(';', rungs.Select((rung, i) => $"[s{i}]scale={rung.Width}:{rung.Height},format=yuv420p[v{i}]"));
        var (clock, before) = (System.Diagnostics.Stopwatch.StartNew(), Cpu());
        await ffmpeg.RequireAsync(
            [
                "-i", film, "-filter_complex", graph,
                .. rungs.SelectMany((rung, i) => (string[])
                [
                    "-map", $"[v{i}]", "-c:v", "libx264", "-preset", plan.Preset, "-profile:v", "high", "-g", $"{group}", "-keyint_min", $"{group}",
                    "-sc_threshold", "0", "-flags", "+cgop", .. rate(rung), "-an", $"{name}-{rung.Name}.mp4",
                ]),
            ],
            folder, TimeSpan.FromMinutes(20), CancellationToken.None);
        return (clock.Elapsed, Cpu() - before);
    }

    /// <summary>What bare ffmpeg made, by its size and its likeness to the film.</summary>
    internal async Task<IReadOnlyList<MadeRung>> JudgeAsync(EncodePlan plan, string name)
    {
        var made = new List<MadeRung>();
        var same = $"select='eq(mod(n,{ComparedApart}),1)',scale={plan.Source.Width}:{plan.Source.Height}:flags=bicubic,format=gray,settb=AVTB,setpts=N";
        foreach (var rung in plan.Ladder)
        {
            var (file, log) = ($"{name}-{rung.Name}.mp4", $"{name}-{rung.Name}.ssim");
            await ffmpeg.RequireAsync(
                ["-i", film, "-i", file, "-filter_complex", $"[0:{plan.Source.Stream}]{same}[own];[1:v]{same}[made];[made][own]ssim=stats_file={log}[out]", "-map", "[out]", "-f", "null", "-"],
                folder, TimeSpan.FromMinutes(20), CancellationToken.None);
            var values = File.ReadLines(Path.Combine(folder, log)).Select(line => double.Parse(Brightness().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            made.Add(new(rung.Name, new FileInfo(Path.Combine(folder, file)).Length * 8 / plan.Source.DurationSeconds / 1000, values.Average()));
        }

        return made;
    }

    internal static IEnumerable<string> CappedQuality(Rung rung) =>
        ["-crf", Ffmpeg.Text(rung.Crf), "-maxrate", $"{rung.MaxRateKbps}k", "-bufsize", $"{rung.MaxRateKbps * 2}k"];

    internal Task ToolAsync(params string[] arguments) => ffmpeg.RequireAsync(arguments, folder, TimeSpan.FromMinutes(10), CancellationToken.None);

    private static TimeSpan Cpu() => ServerProcess.CpuTimeWithEndedChildren(Environment.ProcessId);

    [GeneratedRegex("Y:([0-9.]+)")]
    private static partial Regex Brightness();
}
