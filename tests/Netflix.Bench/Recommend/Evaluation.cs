using System.Diagnostics;
using Netflix.Personalization.Engine;

namespace Netflix.Bench.Recommend;

/// <summary>One row of a table: how well one way of ranking does on a split, and what its lists look like.</summary>
/// <param name="Each">By tested profile.</param>
/// <param name="Coverage">Share of the titles in at least one list of ten.</param>
/// <param name="Gini">How unevenly titles come into lists: 0 all alike, 1 one title only.</param>
/// <param name="Diversity">Mean share of genres that two titles of a list do not have in common.</param>
/// <param name="Calibration">Divergence of a list's genres from the history's (Kullback-Leibler, smoothed by .01); less is better.</param>
internal sealed record Row(string Name, Accuracy[] Each, double Coverage, double Gini, double Diversity, double Calibration, double P50Us, double P99Us)
{
    internal Accuracy Mean { get; } = Accuracy.Mean(Each);
}

/// <summary>Ranks all unseen titles for every profile of a split, as of its last event, and measures.</summary>
internal sealed class Evaluation(Split split)
{
    private const int Shown = 10;
    private readonly TrainingData data = split.Training;
    private readonly TitleSet all = TitleSet.All(split.Training.Titles.Length);
    private readonly string[] genres = [.. split.Training.Titles.SelectMany(title => title.Genres).Distinct().Order()];

    /// <summary>The profiles that have something to learn from and something to test.</summary>
    internal int[] Tested { get; } = [.. Enumerable.Range(0, split.Tests.Length).Where(profile => split.Tests[profile].Length > 0 && !split.Training.Of(profile).IsEmpty)];

    internal RankContext Context(int profile) => new(data.Regions[profile], DateTimeOffset.FromUnixTimeSeconds(data.Of(profile)[^1].At), HourOf: DateTimeOffset.FromUnixTimeSeconds(split.AskedAt[profile]));

    /// <param name="asLists">Accuracy of the lists as shown, after diversity; else of the scores, ties counted as lost.</param>
    internal Row Measure(string name, Recommender recommender, bool asLists = false)
    {
        var plain = asLists ? recommender : recommender.With(recommender.Settings.Rank with { Likeness = 0, Calibration = 0 });
        var (each, times, lists) = (new List<Accuracy>(), new List<double>(), new List<(int Profile, int[] Titles)>());
        var scores = new float[recommender.TitleCount];
        foreach (var profile in Tested)
        {
            var own = data.Of(profile);
            var start = Stopwatch.GetTimestamp();
            var state = plain.FoldIn(data.Regions[profile], own);
            var list = plain.Rank(state, all, Context(profile), Accuracy.Depth).Select(one => one.Title).ToArray();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            lists.Add((profile, list[..Math.Min(Shown, list.Length)]));
            each.Add(asLists ? OfList(list, split.Tests[profile]) : OfScores(plain, state, profile, scores));
        }

        times.Sort();
        var (coverage, gini) = Spread(lists);
        return new(
            name, [.. each], coverage, gini, lists.Average(one => Unlike(one.Titles)), lists.Average(one => Miscalibrated(one.Profile, one.Titles)),
            times[times.Count / 2], times[(int)(times.Count * 0.99)]);
    }

    /// <summary>As if the profile had only its newest titles; candidates stay the same.</summary>
    internal Accuracy[] Shortened(Recommender recommender, int newest)
    {
        var scores = new float[recommender.TitleCount];
        return [.. Tested.Select(profile =>
        {
            var own = data.Of(profile);
            return OfScores(recommender, recommender.FoldIn(data.Regions[profile], own[Math.Max(0, own.Length - newest)..]), profile, scores);
        })];
    }

    /// <summary>The last title of the test against 99 that the profile never came to.</summary>
    internal (double Hit10, double Ndcg10) Sampled(Recommender recommender, int seed)
    {
        var (random, scores) = (new Random(seed), new float[recommender.TitleCount]);
        var all = new List<Accuracy>();
        foreach (var profile in Tested)
        {
            recommender.ScoreAll(recommender.FoldIn(data.Regions[profile], data.Of(profile)), Context(profile), scores);
            var known = data.Of(profile).ToArray().Select(one => one.Title).Concat(split.Tests[profile]).ToHashSet();
            var (rank, wanted) = (1, scores[split.Tests[profile][^1]]);
            for (var drawn = 0; drawn < 99 && known.Count < scores.Length;)
            {
                var other = random.Next(scores.Length);
                if (known.Add(other))
                {
                    rank += scores[other] >= wanted ? 1 : 0;
                    drawn++;
                }
            }

            all.Add(Accuracy.Of([rank]));
        }

        var mean = Accuracy.Mean(all);
        return (mean.Hit10, mean.Ndcg10);
    }

    private Accuracy OfScores(Recommender recommender, Profile state, int profile, float[] scores)
    {
        recommender.ScoreAll(state, Context(profile), scores);
        foreach (var one in data.Of(profile))
        {
            scores[one.Title] = float.NegativeInfinity;
        }

        return Accuracy.Of(scores, split.Tests[profile]);
    }

    private static Accuracy OfList(int[] list, int[] test) =>
        Accuracy.Of([.. test.Select(title => Array.IndexOf(list, title) is >= 0 and var at ? at + 1 : int.MaxValue)]);

    private (double Coverage, double Gini) Spread(List<(int Profile, int[] Titles)> lists)
    {
        var shown = new int[data.Titles.Length];
        foreach (var title in lists.SelectMany(list => list.Titles))
        {
            shown[title]++;
        }

        var (total, weighted) = (0.0, 0.0);
        var ordered = shown.Order().ToArray();
        for (var i = 0; i < ordered.Length; i++)
        {
            total += ordered[i];
            weighted += (double)(i + 1) * ordered[i];
        }

        return (shown.Count(count => count > 0) / (double)shown.Length, (2 * weighted / (ordered.Length * total)) - ((ordered.Length + 1.0) / ordered.Length));
    }

    private double Unlike(int[] list)
    {
        var (sum, pairs) = (0.0, 0);
        for (var i = 0; i < list.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (data.Titles[list[i]].Genres, data.Titles[list[j]].Genres);
                var both = a.Intersect(b).Count();
                var either = a.Count + b.Count - both;
                sum += either == 0 ? 0 : 1 - ((double)both / either);
                pairs++;
            }
        }

        return pairs == 0 ? 0 : sum / pairs;
    }

    private double Miscalibrated(int profile, int[] list)
    {
        var (past, now, sum) = (Shares(data.Of(profile).ToArray().Select(one => one.Title)), Shares(list), 0.0);
        for (var g = 0; g < past.Length; g++)
        {
            sum += past[g] > 0 ? past[g] * Math.Log(past[g] / ((0.99 * now[g]) + (0.01 * past[g]))) : 0;
        }

        return sum;
    }

    private double[] Shares(IEnumerable<int> titles)
    {
        var shares = new double[genres.Length];
        foreach (var own in titles.Select(title => data.Titles[title].Genres))
        {
            foreach (var genre in own)
            {
                shares[Array.BinarySearch(genres, genre)] += 1.0 / own.Count;
            }
        }

        var total = shares.Sum();
        return total > 0 ? [.. shares.Select(share => share / total)] : shares;
    }
}
