using Netflix.Personalization.Engine;

namespace Netflix.Bench.Recommend;

/// <summary>No group of profiles and no part of the catalogue may do worse than by popularity.</summary>
internal static class Slices
{
    internal sealed record Slice(string Name, int Profiles, Accuracy Hybrid, Accuracy Popularity, double Low, double High);

    internal static List<Slice> Run(Evaluation evaluation, Split split, Recommender hybrid)
    {
        var popular = hybrid.With(hybrid.Settings.Rank with { Weights = RankWeights.None with { Popularity = 1 } });
        var slices = new List<Slice>();
        foreach (var titles in (int[])[0, 1, 3, 5, 10])
        {
            slices.Add(Compare($"newest {titles} events only", evaluation.Shortened(hybrid, titles), evaluation.Shortened(popular, titles)));
        }

        var (own, base_) = (evaluation.Shortened(hybrid, int.MaxValue), evaluation.Shortened(popular, int.MaxValue));
        foreach (var (name, from, to) in ((string, int, int)[])[("history 6-20", 6, 20), ("history 21-100", 21, 100), ("history 101+", 101, int.MaxValue)])
        {
            var chosen = Enumerable.Range(0, own.Length).Where(i => split.Training.Of(evaluation.Tested[i]).Length is var length && length >= from && length <= to).ToArray();
            if (chosen.Length > 0)
            {
                slices.Add(Compare(name, [.. chosen.Select(i => own[i])], [.. chosen.Select(i => base_[i])]));
            }
        }

        var watched = hybrid.Parts.Watched;
        var order = Enumerable.Range(0, watched.Length).OrderByDescending(title => watched[title]).ToArray();
        var part = new int[watched.Length];
        var (sum, total) = (0, watched.Sum());
        foreach (var title in order)
        {
            part[title] = sum < total / 3 ? 0 : sum < 2 * total / 3 ? 1 : 2;
            sum += watched[title];
        }

        foreach (var (name, kind) in ((string, int)[])[("head titles (first third of watches)", 0), ("middle titles", 1), ("tail titles", 2)])
        {
            var of = new Evaluation(split with { Tests = [.. split.Tests.Select(test => test.Where(title => part[title] == kind).ToArray())] });
            slices.Add(Compare(name, of.Shortened(hybrid, int.MaxValue), of.Shortened(popular, int.MaxValue)));
        }

        Console.WriteLine("\nslice                                  profiles  hybrid R@20/N@20/HR@10   popularity R@20/N@20/HR@10   NDCG@20 gained, 95 %");
        foreach (var slice in slices)
        {
            Console.WriteLine(RecommendBench.Text(
                $"{slice.Name,-38} {slice.Profiles,8}  {slice.Hybrid.Recall20:F4}/{slice.Hybrid.Ndcg20:F4}/{slice.Hybrid.Hit10:F3}     {slice.Popularity.Recall20:F4}/{slice.Popularity.Ndcg20:F4}/{slice.Popularity.Hit10:F3}         {slice.Hybrid.Ndcg20 - slice.Popularity.Ndcg20,7:F4} [{slice.Low:F4}, {slice.High:F4}]"));
        }

        return slices;
    }

    private static Slice Compare(string name, Accuracy[] hybrid, Accuracy[] popular)
    {
        var (_, low, high) = Bootstrap.Difference([.. hybrid.Select(one => one.Ndcg20)], [.. popular.Select(one => one.Ndcg20)]);
        return new(name, hybrid.Length, Accuracy.Mean(hybrid), Accuracy.Mean(popular), low, high);
    }
}
