using System.Globalization;
using Netflix.Personalization.Engine;

namespace Netflix.Bench.Recommend;

/// <summary>The published protocol: one title a user left out, against 99 negatives from a file (NCF's format), and against all.</summary>
internal static class PairsBench
{
    internal static void Run(string trainFile, string testFile, string? negativesFile)
    {
        var train = Pairs(trainFile);
        var test = Pairs(testFile);
        var users = train.Concat(test).Max(pair => pair.User) + 1;
        var negatives = negativesFile is null ? [] : Ratings.Lines(negativesFile).Where(line => line.Length > 0)
            .Select(line => line.Split('\t')).ToDictionary(field => Numbers(field[0])[0], field => field[1..].Select(Number).ToArray());
        var titles = train.Concat(test).Select(pair => pair.Item).Concat(negatives.Values.SelectMany(items => items)).Max() + 1;
        var data = TrainingData.From(
            Enumerable.Range(0, titles).Select(i => new TitleContent(Ratings.Id(1, i), null, null, [], [], [], null, DateTimeOffset.UnixEpoch)),
            Enumerable.Range(0, users).Select(i => (Ratings.Id(2, i), "US")),
            train.Distinct().Select((pair, i) => new Interaction(pair.User, pair.Item, 1, i)));

        // As the published figures have it: unobserved weight .3, regularisation .007, EASE 1000; the lines' order is no time.
        var settings = new RecommenderSettings { Ials = new(Regularisation: 0.007f), Ease = new(Ridge: 1000, DiagonalShare: 0), Towers = new(Epochs: 0), LearnWeights = false };
        var recommender = Recommender.Train(data, settings, default);
        foreach (var (name, weights) in ((string, RankWeights)[])[
            ("popularity", RankWeights.None with { Popularity = 1 }), ("iALS 192", RankWeights.None with { Ials = 1 }), ("EASE", RankWeights.None with { Ease = 1 }), ("half EASE, half iALS", RankWeights.None with { Ease = 0.5f, Ials = 0.5f })])
        {
            Measure(name, recommender.With(settings.Rank with { Weights = weights, HistoryTitles = int.MaxValue }), data, test, negatives);
        }
    }

    private static void Measure(string name, Recommender recommender, TrainingData data, List<(int User, int Item)> test, Dictionary<int, int[]> negatives)
    {
        var (scores, sampled, full) = (new float[recommender.TitleCount], new List<Accuracy>(), new List<Accuracy>());
        foreach (var (user, item) in test)
        {
            recommender.ScoreAll(recommender.FoldIn("US", data.Of(user)), new("US", DateTimeOffset.UnixEpoch), scores);
            if (negatives.TryGetValue(user, out var others))
            {
                sampled.Add(Accuracy.Of([1 + others.Count(other => scores[other] >= scores[item])]));
            }

            foreach (var one in data.Of(user))
            {
                scores[one.Title] = float.NegativeInfinity;
            }

            full.Add(Accuracy.Of(scores, [item]));
        }

        var (few, all) = (Accuracy.Mean(sampled), Accuracy.Mean(full));
        Console.WriteLine(RecommendBench.Text($"{name,-22} of 100: HR@10 {few.Hit10:F4} NDCG@10 {few.Ndcg10:F4}   of all: HR@10 {all.Hit10:F4} NDCG@10 {all.Ndcg10:F4} Recall@20 {all.Recall20:F4} NDCG@20 {all.Ndcg20:F4}"));
    }

    private static List<(int User, int Item)> Pairs(string file) =>
        [.. Ratings.Lines(file).Where(line => line.Length > 0).Select(line => line.Split('\t')).Select(field => (Number(field[0]), Number(field[1])))];

    private static int[] Numbers(string pair) => [.. pair.Trim('(', ')').Split(',').Select(Number)];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
