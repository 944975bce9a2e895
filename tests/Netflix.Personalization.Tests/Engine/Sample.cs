using Netflix.Bench.Recommend;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Tests.Engine;

/// <summary>A small world of two tastes: profiles of even number watch Westerns, the others Comedies; a few titles everybody.</summary>
internal static class Sample
{
    internal const int Titles = 120;
    internal static readonly DateTimeOffset Now = new(2026, 5, 1, 20, 0, 0, TimeSpan.Zero);
    internal static readonly RankContext Here = new("US", Now, Seed: 7);
    private static readonly Lazy<Recommender> Shared = new(() => Train());

    internal static Recommender Recommender => Shared.Value;

    internal static RecommenderSettings Settings { get; } = new() { Ials = new(Dimension: 16), Ease = new(Ridge: 20, DiagonalShare: 0), Towers = new(Dimension: 16, Batch: 64, Negatives: 32), LearnWeights = false, Threads = 1 };

    internal static Guid Title(int number) => Ratings.Id(1, number);

    internal static bool IsWestern(int title) => title % 2 == 0;

    internal static Recommender Train(RecommenderSettings? settings = null) =>
        Netflix.Personalization.Engine.Recommender.Train(Data(), settings ?? Settings, TestContext.CurrentContext.CancellationToken);

    internal static TrainingData Data()
    {
        var random = new Random(11);
        var titles = Enumerable.Range(0, Titles).Select(Content);
        var interactions = new List<Interaction>();
        for (var profile = 0; profile < 80; profile++)
        {
            var own = Enumerable.Range(0, Titles - 10).Where(title => title < 4 || (IsWestern(title) == (profile % 2 == 0) && random.Next(100) < 30)).ToArray();
            random.Shuffle(own);
            interactions.AddRange(own.Select((title, i) => new Interaction(profile, title, 1, Now.AddDays(-60 + i).ToUnixTimeSeconds())));
        }

        return TrainingData.From(titles, Enumerable.Range(0, 80).Select(profile => (Ratings.Id(2, profile), profile < 40 ? "US" : "DE")), interactions);
    }

    internal static TitleContent Content(int title) => new(
        Title(title), 1950 + (title % 60), "en", [IsWestern(title) ? "Western" : "Comedy"], [$"Actor {title % 20}"], [$"Director {title % 14}"], null, Now.AddYears(-1));

    internal static ProfileHistory History(params int[] watched) =>
        new(Ratings.Id(2, 1000), "US", [.. watched.Select((title, i) => new TasteEvent(Title(title), TasteKind.Watched, 1, Now.AddDays(-watched.Length + i)))]);
}
