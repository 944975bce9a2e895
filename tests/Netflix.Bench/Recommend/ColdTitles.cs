using Netflix.Personalization.Engine;
using Netflix.Personalization.Engine.Models;

namespace Netflix.Bench.Recommend;

/// <summary>A tenth of the titles is taken out of the training altogether; among those only, which does each profile come to? Placed by content, against content neighbours.</summary>
internal static class ColdTitles
{
    internal sealed record Result(int Titles, int Profiles, double Ridge, double Neighbours, double Chance, double Low, double High);

    internal static Result Run(Ratings ratings, RecommenderSettings settings)
    {
        var cold = new bool[ratings.Titles.Length];
        var order = Enumerable.Range(0, cold.Length).ToArray();
        new Random(7).Shuffle(order);
        foreach (var title in order.Take(cold.Length / 10))
        {
            cold[title] = true;
        }

        var known = TrainingData.From(ratings.Titles, ratings.Profiles.Select(id => (id, "US")), ratings.Interactions.Where(one => !cold[one.Title]));
        var recommender = Recommender.Train(known, settings with { LearnWeights = false }, default);
        var (parts, random) = (recommender.Parts, new Random(1));
        var (ridge, neighbours, chance) = (new List<double>(), new List<double>(), new List<double>());
        var wanted = ratings.Interactions.Where(one => cold[one.Title]).GroupBy(one => one.Profile).ToDictionary(own => own.Key, own => own.Select(one => one.Title).ToArray());
        foreach (var (profile, test) in wanted)
        {
            if (known.Of(profile).IsEmpty)
            {
                continue;
            }

            var state = recommender.FoldIn("US", known.Of(profile));
            var taste = new float[parts.Features.Count];
            foreach (var one in known.Of(profile))
            {
                parts.Vectors.AddRowTo(one.Title, 1, taste);
            }

            ridge.Add(Ndcg(test, cold, title => Netflix.Personalization.Engine.Numerics.Kernels.Dot(state.Factors, parts.Ials.Of(title))));
            neighbours.Add(Ndcg(test, cold, title => ContentMap.Cosine(parts.Vectors, title, taste)));
            chance.Add(Ndcg(test, cold, _ => random.NextSingle()));
        }

        var (_, low, high) = Bootstrap.Difference(ridge, neighbours);
        var result = new Result(cold.Count(one => one), ridge.Count, ridge.Average(), neighbours.Average(), chance.Average(), low, high);
        Console.WriteLine(RecommendBench.Text(
            $"\n{result.Titles} titles nobody has watched, {result.Profiles} profiles, NDCG@20: kernel ridge to factors {result.Ridge:F4}, content neighbours {result.Neighbours:F4}, by chance {result.Chance:F4}; ridge gains [{low:F4}, {high:F4}]"));
        return result;
    }

    private static double Ndcg(int[] test, bool[] cold, Func<int, float> score)
    {
        var scores = new float[cold.Length];
        for (var title = 0; title < cold.Length; title++)
        {
            scores[title] = cold[title] ? score(title) : float.NegativeInfinity;
        }

        return Accuracy.Of(scores, test).Ndcg20;
    }
}
