namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// Learns how much each term counts: the newest fifth of each profile is held out, the parts are trained on the rest, and each
/// weight in turn takes the step that ranks the held-out titles best (NDCG@20 + Recall@20). Weights stay at or above zero.
/// The prior is learned after the others, from profiles cut to their newest 0, 1, 3, 5 and 10 titles.
/// </summary>
internal sealed class WeightSearch
{
    private const int Depth = 20;
    private const int MostCells = 4_000_000; // profiles x titles looked at
    private const int LeastProfiles = 30;
    private const double Gain = 3e-4; // smaller ones are noise
    private static readonly float[] Grid = [0, 0.02f, 0.05f, 0.1f, 0.2f, 0.35f, 0.5f, 0.75f, 1, 1.5f, 2, 3, 4.5f];

    /// <summary>Of <see cref="Grid"/>, by the order of <see cref="RankWeights"/>: EASE with the newest first, and factors, towers, or both. Another term comes in only if it gains.</summary>
    private static readonly float[][] Starts = [[0, 0.75f, 0.5f, 0, 0, 0, 0, 0, 0, 0], [0, 0.75f, 0, 0, 0, 0, 0, 0, 0.5f, 0], [0, 0.75f, 0.35f, 0, 0, 0, 0, 0, 0.35f, 0]];

    private static readonly int[] ColdTitles = [0, 1, 3, 5, 10];

    private readonly List<(float[][] Features, int[] Seen, int[] Wanted)> cases = [];
    private readonly int threads;

    private WeightSearch(int threads) => this.threads = threads;

    internal static RankWeights Learn(TrainingData data, RecommenderSettings settings, CancellationToken cancel)
    {
        var start = settings.Rank.Weights ?? new();
        var (past, wanted, askedAt) = Cut(data);
        var tested = Enumerable.Range(0, wanted.Length).Where(profile => wanted[profile].Length > 0 && !past.Of(profile).IsEmpty).ToArray();
        if (tested.Length < LeastProfiles)
        {
            return start;
        }

        var parts = Parts.Train(past, settings, cancel);
        new Random(settings.Seed).Shuffle(tested);
        var sample = tested.Take(Math.Max(LeastProfiles, MostCells / data.Titles.Length)).ToArray();
        var scorer = new Scorer(parts, settings.Rank, start);
        var warm = new WeightSearch(settings.Threads);
        foreach (var profile in sample)
        {
            warm.Add(scorer, past, profile, int.MaxValue, wanted[profile], askedAt[profile]);
        }

        var units = warm.Units();
        // The climb ends on one of several hills, and rounding alone decides on which: so from several feet, and the highest top counts.
        int[][] tops = [.. Starts.Select(start => Array.ConvertAll(start, weight => Array.IndexOf(Grid, weight)))];
        var heights = Array.ConvertAll(tops, top => warm.Climb(top, units, [1, 8, 2, 0, 6, 5, 3, 9], rounds: 4, cancel));
        var steps = tops[Array.IndexOf(heights, heights.Max())];

        var cold = new WeightSearch(settings.Threads);
        for (var i = 0; i < sample.Length; i++)
        {
            cold.Add(scorer, past, sample[i], ColdTitles[i % ColdTitles.Length], wanted[sample[i]], askedAt[sample[i]]);
        }

        cold.Climb(steps, units, [7, 4], rounds: 2, cancel);
        return RankWeights.From([.. steps.Select((step, k) => Grid[step] * units[k])]);
    }

    /// <summary>Each profile's newest fifth is what it wanted, the rest its past; and when it came for the first of it.</summary>
    internal static (TrainingData Past, int[][] Wanted, long[] AskedAt) Cut(TrainingData data)
    {
        var past = new List<Interaction>(data.Interactions.Length);
        var (wanted, askedAt) = (new int[data.Profiles.Length][], new long[data.Profiles.Length]);
        for (var profile = 0; profile < wanted.Length; profile++)
        {
            var own = data.Of(profile);
            var kept = own.Length < 5 ? own.Length : (int)(0.8 * own.Length);
            past.AddRange(own[..kept]);
            askedAt[profile] = own.IsEmpty ? 0 : own[Math.Min(kept, own.Length - 1)].At;
            wanted[profile] = [.. own[kept..].ToArray().Where(one => one.Weight > 0).Select(one => one.Title)];
        }

        return (TrainingData.From(data.Titles, data.Profiles.Zip(data.Regions), past), wanted, askedAt);
    }

    private void Add(Scorer scorer, TrainingData past, int profile, int newest, int[] wanted, long askedAt)
    {
        var own = past.Of(profile);
        var known = own[Math.Max(0, own.Length - newest)..];
        var features = scorer.Features(past.Regions[profile], known, DateTimeOffset.FromUnixTimeSeconds(own[^1].At), DateTimeOffset.FromUnixTimeSeconds(askedAt));
        cases.Add((features, [.. own.ToArray().Select(one => one.Title)], wanted));
    }

    /// <summary>For each term the weight at which it spreads titles as much as EASE does: steps are alike from there.</summary>
    private float[] Units()
    {
        var spread = new double[RankWeights.Count];
        foreach (var (features, _, _) in cases)
        {
            for (var k = 0; k < spread.Length; k++)
            {
                var mean = features[k].Average();
                spread[k] += features[k].Average(value => (value - mean) * (value - mean));
            }
        }

        // The prior shrinks with the history: in its own unit it spreads like popularity.
        (spread[4], spread[7]) = (spread[3], spread[5]);
        return [.. spread.Select(value => value > 0 ? (float)Math.Sqrt(spread[0] / value) : 0)];
    }

    /// <returns>How high the top is that <paramref name="steps"/> then stand on.</returns>
    private double Climb(int[] steps, float[] units, int[] order, int rounds, CancellationToken cancel)
    {
        var best = Value(steps, units);
        for (var round = 0; round < rounds; round++)
        {
            var before = best;
            foreach (var k in order)
            {
                foreach (var move in (ReadOnlySpan<int>)[4, 1, -1, -steps[k]]) // the leap is for terms that come in from nothing
                {
                    while (true)
                    {
                        cancel.ThrowIfCancellationRequested();
                        var held = steps[k];
                        if (move == 0 || held + move < 0 || held + move >= Grid.Length)
                        {
                            break;
                        }

                        steps[k] += move;
                        var value = Value(steps, units);
                        if (value <= best + Gain)
                        {
                            steps[k] = held;
                            break;
                        }

                        best = value;
                    }
                }
            }

            if (best <= before)
            {
                break;
            }
        }

        return best;
    }

    private double Value(int[] steps, float[] units)
    {
        var weights = steps.Select((step, k) => Grid[step] * units[k]).ToArray();
        return cases.AsParallel().AsOrdered().WithDegreeOfParallelism(threads).Select(one => Value(one.Features, one.Seen, one.Wanted, weights)).ToList().Average();
    }

    private static double Value(float[][] features, int[] seen, int[] wanted, float[] weights)
    {
        var scores = System.Buffers.ArrayPool<float>.Shared.Rent(features[0].Length);
        var own = scores.AsSpan(0, features[0].Length);
        own.Clear();
        for (var k = 0; k < weights.Length; k++)
        {
            if (weights[k] > 0)
            {
                Numerics.Kernels.AddScaled(weights[k], features[k], own);
            }
        }

        foreach (var title in seen)
        {
            own[title] = float.NegativeInfinity;
        }

        var least = Numerics.Selection.Largest(own, Math.Min(Depth, own.Length));
        var (hits, gain, ideal) = (0, 0.0, 0.0);
        for (var i = 0; i < wanted.Length; i++)
        {
            ideal += i < Depth ? 1 / Math.Log2(i + 2) : 0;
            var score = own[wanted[i]];
            if (score < least)
            {
                continue;
            }

            var rank = 0;
            foreach (var other in own)
            {
                rank += other >= score ? 1 : 0;
            }

            if (rank <= Depth)
            {
                hits++;
                gain += 1 / Math.Log2(rank + 1);
            }
        }

        System.Buffers.ArrayPool<float>.Shared.Return(scores);
        return (gain / ideal) + (hits / (double)wanted.Length);
    }
}
