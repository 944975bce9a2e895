using Netflix.Personalization.Engine;

namespace Netflix.Bench.Recommend;

/// <summary>Made-up interactions of the shape of MovieLens 1M: a long tail of titles, groups of taste, some profiles with thousands.</summary>
internal static class Generated
{
    private const int Groups = 20;

    internal static TrainingData Interactions(int profiles, int titles, int interactions, int seed)
    {
        var random = new Random(seed);
        var cumulative = new double[titles];
        for (var i = 0; i < titles; i++)
        {
            cumulative[i] = (i == 0 ? 0 : cumulative[i - 1]) + (1 / Math.Pow(i + 20, 0.9));
        }

        var lengths = new double[profiles];
        for (var i = 0; i < profiles; i++)
        {
            lengths[i] = Math.Exp(1.0 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        var (scale, all) = (interactions / lengths.Sum(), new List<Interaction>(interactions));
        for (var profile = 0; profile < profiles; profile++)
        {
            var (own, wanted) = (new HashSet<int>(), Math.Clamp((int)(lengths[profile] * scale), 5, titles / 3));
            for (var tries = 0; own.Count < wanted && tries < wanted * 40; tries++)
            {
                var at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
                var title = Math.Min(titles - 1, at < 0 ? ~at : at);
                if ((title + profile) % Groups < Groups / 3 || random.NextDouble() < 0.3)
                {
                    own.Add(title);
                }
            }

            all.AddRange(own.Select((title, i) => new Interaction(profile, title, 1, 1_700_000_000 + (i * 3600L))));
        }

        return TrainingData.From(Titles(titles, seed), Enumerable.Range(0, profiles).Select(i => (Ratings.Id(2, i), i % 3 == 0 ? "DE" : "US")), all);
    }

    internal static IEnumerable<TitleContent> Titles(int count, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(i => new TitleContent(
            Ratings.Id(1, i), 1960 + (i % 60), "en", [$"Genre {i % Groups}", $"Genre {random.Next(Groups)}"],
            [.. Enumerable.Range(0, 4).Select(_ => $"Actor {random.Next(count / 3 + 1)}")], [$"Director {random.Next(count / 5 + 1)}"],
            $"Story of word{(char)('a' + (i % 26))}{(char)('a' + random.Next(26))}", DateTimeOffset.FromUnixTimeSeconds(1_600_000_000 + (i * 3600L))));
    }
}
