using Netflix.Bench.Recommend;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Tests.Engine;

/// <summary>The figures of docs/recommendations.md on real ratings, where they are at hand.</summary>
internal sealed class RealRatingsTests
{
    [Test]
    public void Hybrid_ReachesItsFigures_AndStandsAbovePopularityForNewProfiles()
    {
        var split = Split();
        var recommender = Recommender.Train(split.Training, new() { LearnWeights = false }, TestContext.CurrentContext.CancellationToken);

        var hybrid = Measure(recommender, split, int.MaxValue);
        var popular = recommender.With(recommender.Settings.Rank with { Weights = RankWeights.None with { Popularity = 1 } });
        var baseline = Measure(popular, split, int.MaxValue);

        Assert.That(hybrid.Recall20, Is.GreaterThan(0.150));
        Assert.That(hybrid.Ndcg20, Is.GreaterThan(0.174));
        foreach (var newest in (int[])[0, 1, 3, 5, 10])
        {
            Assert.That(Measure(recommender, split, newest).Ndcg20, Is.GreaterThanOrEqualTo(baseline.Ndcg20), $"after {newest} events");
        }
    }

    private static Split Split()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "shared/data/ratings.csv.gz")))
        {
            folder = folder.Parent;
        }

        if (folder is null)
        {
            Assert.Ignore("No shared/data/ratings.csv.gz beside the repository: quality on real ratings is not checked.");
        }

        var data = Path.Combine(folder!.FullName, "shared/data");
        var ratings = Ratings.Read(Path.Combine(data, "ratings.csv.gz"), Path.Combine(data, "movies.csv.gz"));
        return Netflix.Bench.Recommend.Split.ByTime(ratings.Titles, ratings.Profiles, ratings.Interactions);
    }

    private static Accuracy Measure(Recommender recommender, Split split, int newest)
    {
        var (all, scores) = (new List<Accuracy>(), new float[recommender.TitleCount]);
        for (var profile = 0; profile < split.Tests.Length; profile++)
        {
            var own = split.Training.Of(profile);
            if (split.Tests[profile].Length > 0 && own.Length > 0)
            {
                var state = recommender.FoldIn("US", own[Math.Max(0, own.Length - newest)..]);
                recommender.ScoreAll(state, new("US", DateTimeOffset.FromUnixTimeSeconds(own[^1].At)), scores);
                foreach (var one in own)
                {
                    scores[one.Title] = float.NegativeInfinity;
                }

                all.Add(Accuracy.Of(scores, split.Tests[profile]));
            }
        }

        return Accuracy.Mean(all);
    }
}
