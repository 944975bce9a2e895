using System.Diagnostics;
using System.Globalization;
using Netflix.Personalization.Engine;
using Netflix.Personalization.Engine.Models;

namespace Netflix.Bench.Recommend;

/// <summary>
/// How good recommendations are and what they cost: full ranking on a split by time, an ablation of the terms, new profiles and
/// new titles, whether reasons are true, and the speed on a million made-up interactions.
/// </summary>
internal static class RecommendBench
{
    internal static void Run(string[] args)
    {
        if (Option(args, "--pairs") is { } pairs)
        {
            PairsBench.Run(pairs, Option(args, "--test") ?? throw new BenchException("--pairs needs --test FILE."), Option(args, "--negatives"));
            return;
        }

        if (args.Contains("--whole"))
        {
            Workspace.Write("recommend-whole", SpeedBench.RunWhole());
            return;
        }

        if (args.Contains("--speed"))
        {
            Workspace.Write("recommend-speed", SpeedBench.Run(quick: false));
            return;
        }

        var ratings = Option(args, "--ratings") ?? Shared("ratings.csv.gz");
        var movies = Option(args, "--movies") ?? (Option(args, "--ratings") is null ? Shared("movies.csv.gz") : null);
        if (ratings is null)
        {
            Console.WriteLine("No ratings: ../shared/data/ratings.csv.gz is not here; give a file by --ratings. Only the speed is measured.");
        }

        var quality = ratings is null ? null : Quality(Ratings.Read(ratings, movies));
        var speed = SpeedBench.Run(args.Contains("--quick"));
        Workspace.Write("recommend", new { quality, speed });
    }

    private static object Quality(Ratings ratings)
    {
        var split = Split.ByTime(ratings.Titles, ratings.Profiles, ratings.Interactions);
        Console.WriteLine(Text($"{ratings.Titles.Length} titles, {ratings.Profiles.Length} profiles, {split.Training.Interactions.Length} events to learn from, {split.Tests.Sum(test => test.Length)} to find"));
        var watch = Stopwatch.StartNew();
        var hybrid = Recommender.Train(split.Training, new(), default);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(Text($"trained in {seconds:F1} s, weights learned on the newest fifth of the training side: {hybrid.Settings.Rank.Weights}; {hybrid.Bytes / 1e6:F1} MB"));
        var evaluation = new Evaluation(split);
        var rows = Ablation.Rows(evaluation, hybrid, split.Training);
        Ablation.Print(rows);
        var (hit, ndcg) = evaluation.Sampled(hybrid, seed: 1);
        Console.WriteLine(Text($"\nthe last title against 99 others: HR@10 {hit:F4}, NDCG@10 {ndcg:F4}"));
        var slices = Slices.Run(evaluation, split, hybrid);
        var coldTitles = ColdTitles.Run(ratings, hybrid.Settings);
        var reasons = ReasonCheck.Run(evaluation, split, hybrid);
        return new
        {
            seconds, weights = hybrid.Settings.Rank.Weights, hybrid.Bytes, sampled = new { hit, ndcg }, slices, coldTitles, reasons,
            rows = rows.Select(row => new { row.Name, row.Mean, row.Coverage, row.Gini, row.Diversity, row.Calibration, row.P50Us, row.P99Us }),
        };
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    internal static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at ? at + 1 < args.Length ? args[at + 1] : throw new BenchException($"{name} needs a file.") : null;

    private static string? Shared(string name) =>
        Path.Combine(Workspace.Root, "../shared/data", name) is var file && File.Exists(file) ? file : null;
}
