using Netflix.Personalization.Engine;
using Netflix.Personalization.Engine.Models;

namespace Netflix.Bench.Recommend;

/// <summary>What each term adds: methods alone, then the hybrid, then the hybrid without each of its terms.</summary>
internal static class Ablation
{
    internal const string Hybrid = "hybrid, learned weights";

    internal static List<Row> Rows(Evaluation evaluation, Recommender hybrid, TrainingData data)
    {
        var (rank, none) = (hybrid.Settings.Rank, RankWeights.None);
        Recommender With(RankWeights weights) => hybrid.With(rank with { Weights = weights });
        var learned = rank.Weights!;
        var neighbours = new Recommender(
            hybrid.Titles, hybrid.Parts with { Ease = ItemNeighbours.Train(Sparse.Liked(data), 100, 10, default) }, hybrid.Settings).With(rank with { Weights = none with { Ease = 1 } });
        return
        [
            evaluation.Measure("popularity", With(none with { Popularity = 1 })),
            evaluation.Measure("trend alone", With(none with { Trend = 1 })),
            evaluation.Measure("taste alone", With(none with { Taste = 1 })),
            evaluation.Measure("hour alone", With(none with { Hour = 1 })),
            evaluation.Measure("item-kNN", neighbours),
            evaluation.Measure("iALS", With(none with { Ials = 1 })),
            evaluation.Measure("EASE", With(none with { Ease = 1 })),
            evaluation.Measure("EASE, newest first", With(none with { Recent = 1 })),
            evaluation.Measure("two towers alone", With(none with { Towers = 1 })),
            evaluation.Measure("half EASE, half iALS", With(none with { Ease = 0.5f, Ials = 0.5f })),
            evaluation.Measure(Hybrid, hybrid),
            evaluation.Measure("  without EASE of all", With(learned with { Ease = 0 })),
            evaluation.Measure("  without newest first", With(learned with { Recent = 0, Ease = 1 })),
            evaluation.Measure("  without two towers", With(learned with { Towers = 0 })),
            evaluation.Measure("  without iALS", With(learned with { Ials = 0 })),
            evaluation.Measure("  without popularity", With(learned with { Popularity = 0 })),
            evaluation.Measure("  without prior", With(learned with { Prior = 0, TrendPrior = 0 })),
            evaluation.Measure("  without trend", With(learned with { Trend = 0 })),
            evaluation.Measure("  without taste", With(learned with { Taste = 0 })),
            evaluation.Measure("  without hour", With(learned with { Hour = 0 })),
            evaluation.Measure("hybrid + likeness", hybrid.With(rank with { Calibration = 0 }), asLists: true),
            evaluation.Measure("hybrid + calibration", hybrid.With(rank with { Likeness = 0 }), asLists: true),
            evaluation.Measure("hybrid + both (default)", hybrid, asLists: true),
        ];
    }

    internal static void Print(List<Row> rows)
    {
        var hybrid = rows.Single(row => row.Name == Hybrid);
        Console.WriteLine("\n                          Recall@20 NDCG@20 NDCG@10  HR@10   NDCG@20 against the hybrid, 95 %  cover@10   Gini  divers.  calibr.  p50/p99 µs");
        foreach (var row in rows)
        {
            var (mean, low, high) = Bootstrap.Difference([.. row.Each.Select(one => one.Ndcg20)], [.. hybrid.Each.Select(one => one.Ndcg20)]);
            Console.WriteLine(RecommendBench.Text(
                $"{row.Name,-26} {row.Mean.Recall20,7:F4} {row.Mean.Ndcg20,8:F4} {row.Mean.Ndcg10,7:F4} {row.Mean.Hit10,6:F4}   {mean,8:F4} [{low,7:F4}, {high,7:F4}] {row.Coverage,12:F3} {row.Gini,8:F3} {row.Diversity,7:F3} {row.Calibration,8:F3}  {row.P50Us,6:F0}/{row.P99Us:F0}"));
        }
    }
}
