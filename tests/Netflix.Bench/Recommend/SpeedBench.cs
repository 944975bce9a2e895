using System.Diagnostics;
using Netflix.Personalization.Engine;
using Netflix.Personalization.Engine.Models;
using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Bench.Recommend;

/// <summary>What training and ranking cost, on made-up data: a million interactions of 6,000 profiles; lists out of 12,000 titles.</summary>
internal static class SpeedBench
{
    internal sealed record Result(string Load, int Interactions, double IalsSeconds, double EaseSeconds, double FoldP50, double FoldP99, double RankP50, double RankP99, double BothP50, double BothP99, long Bytes);

    internal sealed record Whole(int Titles, int Profiles, int Interactions, double IalsSeconds, double EaseSeconds, double TowersSeconds, double MapSeconds, double AllSeconds, double WallSeconds, long Bytes, long PeakBytes);

    /// <summary>What a platform's training costs: all parts, twice, for the weights are learned on a held-out fifth.</summary>
    internal static Whole RunWhole()
    {
        var data = Generated.Interactions(100_000, 36_273, 1_000_000, seed: 5);
        var liked = Sparse.Liked(data);
        var features = ContentFeatures.Learn(data.Titles);
        var vectors = features.Vectors(data.Titles);
        var (ials, watched) = ((Ials?)null, new int[data.Titles.Length]);
        foreach (var title in liked.Columns)
        {
            watched[title]++;
        }

        var settings = RecommenderSettings.Default;
        var ialsSeconds = Processor(() => (ials, _) = Ials.Train(liked, settings.Ials, 1, settings.Threads, default));
        var ease = Processor(() => Ease.Train(liked, settings.Ease, settings.Threads, default));
        var towers = Processor(() => TwoTower.Train(liked, vectors, settings.Towers, 1, default));
        var map = Processor(() => ContentMap.Train(vectors, ials!, watched, settings.Content, settings.Threads, default));
        var (clock, bytes) = (Stopwatch.StartNew(), 0L);
        var all = Processor(() => bytes = Recommender.Train(data, settings, default).Bytes);
        var result = new Whole(
            data.Titles.Length, data.Profiles.Length, liked.Columns.Length, ialsSeconds, ease, towers, map, all, clock.Elapsed.TotalSeconds, bytes, Process.GetCurrentProcess().PeakWorkingSet64);
        Console.WriteLine(RecommendBench.Text($"\na whole training on {result.Interactions:N0} events of {result.Profiles:N0} profiles and {result.Titles:N0} titles: {all:F0} s of processor time, {result.WallSeconds:F0} s on the clock, {bytes / 1e6:F0} MB model, {result.PeakBytes / 1e6:F0} MB at most"));
        Console.WriteLine(RecommendBench.Text($"  once: iALS {ialsSeconds:F1} s, EASE {ease:F1} s, towers {towers:F1} s, map from content {map:F1} s"));
        return result;
    }

    internal static Result Run(bool quick)
    {
        var data = Generated.Interactions(quick ? 600 : 6_000, quick ? 800 : 3_700, quick ? 50_000 : 1_000_000, seed: 3);
        var liked = Sparse.Liked(data);
        double Best(Action action) => Enumerable.Range(0, quick ? 1 : 3).Min(_ => Processor(action));
        var ials = Best(() => Ials.Train(liked, new(), 1, threads: 1, default));
        var ease = Best(() => Ease.Train(liked, new(Ridge: 1000, DiagonalShare: 0), threads: 1, default));

        var wide = Generated.Interactions(3_000, 12_000, 300_000, seed: 4);
        var recommender = Recommender.Train(wide, new() { LearnWeights = false }, default);
        var allowed = TitleSet.All(recommender.TitleCount);
        for (var title = 0; title < recommender.TitleCount; title += 7)
        {
            allowed.Remove(title);
        }

        var (fold, rank, both) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < (quick ? 400 : 4_000); i++)
        {
            var profile = i % wide.Profiles.Length;
            // The best of three: other processes of the machine do not count.
            var (folded, done) = (double.MaxValue, double.MaxValue);
            for (var again = 0; again < 3; again++)
            {
                var start = Stopwatch.GetTimestamp();
                var state = recommender.FoldIn("US", wide.Of(profile));
                var first = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                recommender.Rank(state, allowed, new("US", DateTimeOffset.FromUnixTimeSeconds(1_701_000_000), i), 40);
                (folded, done) = (Math.Min(folded, first), Math.Min(done, Stopwatch.GetElapsedTime(start).TotalMicroseconds));
            }

            if (i >= 200)
            {
                fold.Add(folded);
                rank.Add(done - folded);
                both.Add(done);
            }
        }

        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        var result = new Result(load, liked.Columns.Length, ials, ease, At(fold, 0.5), At(fold, 0.99), At(rank, 0.5), At(rank, 0.99), At(both, 0.5), At(both, 0.99), recommender.Bytes);
        Console.WriteLine(RecommendBench.Text($"\n{result.Interactions:N0} made-up interactions, one thread, registers of {Kernels.Width} floats, machine load {load}"));
        Console.WriteLine(RecommendBench.Text($"  iALS d=192        {ials,6:F2} s of processor time   to reach about 4"));
        Console.WriteLine(RecommendBench.Text($"  EASE              {ease,6:F2} s of processor time   to reach about 2"));
        Console.WriteLine(RecommendBench.Text($"a list of 40 out of {recommender.TitleCount:N0} titles, {result.Bytes / 1e6:F0} MB model, µs p50/p99"));
        Console.WriteLine(RecommendBench.Text($"  fold-in           {result.FoldP50,6:F0} {result.FoldP99,6:F0}"));
        Console.WriteLine(RecommendBench.Text($"  rank              {result.RankP50,6:F0} {result.RankP99,6:F0}"));
        Console.WriteLine(RecommendBench.Text($"  both              {result.BothP50,6:F0} {result.BothP99,6:F0}   to reach 1,000 at p99"));
        return result;
    }

    /// <summary>Seconds of processor time: others on the machine do not count.</summary>
    private static double Processor(Action action)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        action();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }

    private static double At(List<double> values, double share) => values.Order().ElementAt((int)(values.Count * share));
}
