using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Tests.Engine;

/// <summary>The vector paths say the same as the scalar one. Alone, since the width is the process's.</summary>
[NonParallelizable]
internal sealed class KernelsTests
{
    private readonly int widest = Kernels.Width;

    [TearDown]
    public void Widest_Again() => Kernels.Width = widest;

    [Test]
    public void Products_AreTheSameInEveryWidth([Values(1, 7, 64, 193)] int length, [Values(4, 8, 16)] int width)
    {
        var (matrix, x) = (Numbers(5 * length, 1), Numbers(length, 2));

        var scalar = Products(1, matrix, x);
        var vector = Products(width, matrix, x);

        Assert.That(vector, Is.EqualTo(scalar).Within(1e-4));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(192)]
    public void ProductsOfHalfTheBytes_AreNearTheExact(int length)
    {
        var (matrix, x) = (Numbers(50 * length, 5), Numbers(length, 6));
        var (exact, rounded) = (new float[50], new float[50]);

        Kernels.Multiply(matrix, x, exact);
        new BFloat16Matrix(matrix, length).AddProduct(1, x, rounded);

        // Each number is off by at most 2^-8 of itself.
        var most = x.Max(Math.Abs) * length / 2 / 256;
        Assert.That(rounded, Is.EqualTo(exact).Within(most / Math.Sqrt(length)).And.Not.EqualTo(exact));
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(8)]
    [TestCase(16)]
    public void Inverse_TimesTheMatrix_IsOne(int width)
    {
        Kernels.Width = width;
        const int Size = 211; // no multiple of any tile
        var random = new Random(3);
        var matrix = new SymmetricMatrix(Size);
        var plain = new double[Size, Size];
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = random.NextSingle() + (i == j ? 40 : 0);
                (matrix.Row(i)[j], plain[i, j], plain[j, i]) = (value, value, value);
            }
        }

        matrix.Invert(threads: 2, CancellationToken.None);

        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                var sum = Enumerable.Range(0, Size).Sum(k => matrix[i, k] * plain[k, j]);
                Assert.That(sum, Is.EqualTo(i == j ? 1 : 0).Within(1e-4));
            }
        }
    }

    [Test]
    public void WholeModel_ScoresTheSame_WithoutVectors()
    {
        var vector = Scores();
        Kernels.Width = 1;
        var scalar = Scores();

        Assert.That(scalar, Is.EqualTo(vector).Within(1e-4));

        static float[] Scores()
        {
            var recommender = Sample.Train();
            var scores = new float[recommender.TitleCount];
            recommender.ScoreAll(recommender.FoldIn(Sample.History(4, 8, 15)), Sample.Here, scores);
            return scores;
        }
    }

    [Test]
    public void Largest_IsTheOneInItsPlace([Values(1, 5, 100, 1000)] int count)
    {
        var values = Numbers(1000, 4);

        Assert.That(Selection.Largest(values, count), Is.EqualTo(values.OrderDescending().ElementAt(count - 1)));
    }

    private static float[] Products(int width, float[] matrix, float[] x)
    {
        Kernels.Width = width;
        var (rows, sums) = (matrix.Length / x.Length, new float[x.Length]);
        var product = new float[rows];
        Kernels.Multiply(matrix, x, product);
        Kernels.AddScaled(0.5f, x, sums);
        Kernels.AddNormal(matrix, x.Length, [.. Enumerable.Range(0, rows)], [.. Enumerable.Repeat(0.3f, rows)], -1, x, sums);
        var rounded = new float[rows];
        new BFloat16Matrix(matrix, x.Length).AddProduct(1, x, rounded);
        return [Kernels.Dot(matrix.AsSpan(0, x.Length), x), .. product, .. sums, .. rounded];
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
