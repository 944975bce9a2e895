using Netflix.Personalization.Engine;
using Netflix.Personalization.Engine.Models;

namespace Netflix.Personalization.Tests.Engine;

internal sealed class ModelsTests
{
    private static readonly Sparse Liked = Sparse.Liked(Sample.Data());

    [Test]
    public void Ease_IsTheClosedForm()
    {
        const int Ridge = 20;
        var size = Liked.Width;
        var gram = new double[size, size];
        for (var profile = 0; profile < Liked.Height; profile++)
        {
            foreach (var a in Liked.ColumnsOf(profile))
            {
                foreach (var b in Liked.ColumnsOf(profile))
                {
                    gram[a, b]++;
                }
            }
        }

        for (var i = 0; i < size; i++)
        {
            gram[i, i] += Ridge;
        }

        var inverse = Invert(gram, size);

        var ease = Ease.Train(Liked, new(Ridge, DiagonalShare: 0, Kept: size, LeastWatched: 0), 1, CancellationToken.None);

        for (var i = 0; i < size; i++)
        {
            var row = new float[size];
            ease.AddRowTo(i, 1, row);
            for (var j = 0; j < size; j++)
            {
                Assert.That(row[j], Is.EqualTo(i == j ? 0 : -inverse[i, j] / inverse[j, j]).Within(1e-4));
            }
        }
    }

    [Test]
    public void Ials_IsTheSame_OnAnyNumberOfThreads()
    {
        var (one, profiles) = Ials.Train(Liked, new(Dimension: 24), seed: 5, threads: 1, CancellationToken.None);
        var (three, sameProfiles) = Ials.Train(Liked, new(Dimension: 24), seed: 5, threads: 3, CancellationToken.None);

        Assert.That(three.TitleFactors, Is.EqualTo(one.TitleFactors));
        Assert.That(sameProfiles, Is.EqualTo(profiles));
    }

    [Test]
    public void Ials_FoldIn_SolvesTheNormalEquations()
    {
        var settings = new IalsSettings(Dimension: 24);
        var (model, _) = Ials.Train(Liked, settings, 5, 1, CancellationToken.None);
        int[] history = [0, 4, 8, 30];
        var factors = new float[24];

        model.FoldIn(history, [1, 1, 0.5f, 1], factors);

        // slope = sum w f (f.x - 1) + unobserved * sum over all f (f.x) + ridge x: nothing where it is solved
        var slope = new double[24];
        var ridge = Ials.Ridge(history.Length, model.TitleCount, settings);
        for (var title = 0; title < model.TitleCount; title++)
        {
            var own = model.Of(title).ToArray();
            var product = own.Zip(factors, (a, b) => (double)a * b).Sum();
            var weight = title switch { 8 => 0.5, 0 or 4 or 30 => 1, _ => 0 };
            for (var k = 0; k < slope.Length; k++)
            {
                slope[k] += own[k] * ((weight * (product - 1)) + (settings.Unobserved * product));
            }
        }

        Assert.That(slope.Select((value, k) => value + (ridge * factors[k])), Is.All.EqualTo(0).Within(1e-3));
    }

    [Test]
    public void Trend_KnowsNothingOfTheFuture_AndForgetsThePast()
    {
        TrainingData data = TrainingData.From(
            [Sample.Content(0), Sample.Content(1), Sample.Content(2)], [(Guid.NewGuid(), "US"), (Guid.NewGuid(), "DE")],
            [new(0, 0, 1, At(-200)), new(0, 1, 1, At(-2)), new(0, 2, 1, At(3)), new(1, 2, 1, At(-3))]);

        var trend = Trends.Learn(data, new(HalfLifeDays: 30)).At("US", Sample.Now);

        Assert.That(trend[1], Is.GreaterThan(trend[0]));
        Assert.That(trend[2], Is.GreaterThan(0).And.LessThan(trend[1] / 2), "watched in another country only; here it is to come");

        static long At(int days) => Sample.Now.AddDays(days).ToUnixTimeSeconds();
    }

    [Test]
    public void ItemNeighbours_AreOfTheSameTaste()
    {
        var neighbours = ItemNeighbours.Train(Liked, kept: 5, shrink: 0, CancellationToken.None);

        Assert.That(neighbours.ColumnsOf(20).ToArray(), Has.Length.EqualTo(5).And.All.Matches<int>(title => Sample.IsWestern(title) || title < 4));
    }

    [Test]
    public void TwoTowers_TellTheTastesApart()
    {
        var vectors = Sample.Recommender.Parts.Vectors;
        var towers = TwoTower.Train(Liked, vectors, new(Dimension: 16, Epochs: 6, Batch: 64, Negatives: 32), seed: 2, CancellationToken.None);
        var scores = new float[Liked.Width];

        towers.AddTo([10, 20, 30], 1, scores);

        Assert.That(scores, Is.All.InRange(-1.001f, 1.001f));
        Assert.That(scores.Where((_, title) => Sample.IsWestern(title)).Average(), Is.GreaterThan(scores.Where((_, title) => !Sample.IsWestern(title)).Average() + 0.2));
    }

    [Test]
    public void Communities_AreTheTwoTastes_NamedByThem()
    {
        var (groups, of) = Communities.Find(Sample.Data(), Sample.Recommender, groups: 2, seed: 1, CancellationToken.None);

        Assert.That(of.Where((_, profile) => profile % 2 == 0).Distinct().Single(), Is.Not.EqualTo(of.Where((_, profile) => profile % 2 == 1).Distinct().Single()));
        Assert.That(groups[of[0]].Name, Does.StartWith("Western"));
        Assert.That(groups[of[1]].Name, Does.StartWith("Comedy"));
    }

    [Test]
    public void WeightSearch_TakesTheTermsThatHelp()
    {
        var learned = Sample.Train(Sample.Settings with { LearnWeights = true }).Settings.Rank.Weights!;

        Assert.That(learned.ToArray(), Is.All.GreaterThanOrEqualTo(0));
        Assert.That(learned.Recent + learned.Ials + learned.Ease, Is.GreaterThan(0));
    }

    private static double[,] Invert(double[,] matrix, int size)
    {
        var a = (double[,])matrix.Clone();
        for (var k = 0; k < size; k++)
        {
            var pivot = a[k, k];
            a[k, k] = 1;
            for (var j = 0; j < size; j++)
            {
                a[k, j] /= pivot;
            }

            for (var i = 0; i < size; i++)
            {
                if (i != k)
                {
                    var factor = a[i, k];
                    a[i, k] = 0;
                    for (var j = 0; j < size; j++)
                    {
                        a[i, j] -= factor * a[k, j];
                    }
                }
            }
        }

        return a;
    }
}
