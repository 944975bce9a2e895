using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// Matrix factorisation of implicit feedback: profiles and titles as points whose product is the interest. Alternating least
/// squares, each row by a few conjugate gradient steps from where it stood; every pair not seen weighs a little for zero.
/// Rows are solved apart from each other, so that threads do not change the result.
/// </summary>
internal sealed class Ials
{
    private readonly float[] titles;
    private readonly float[] gram;
    private readonly BFloat16Matrix scoring;

    internal Ials(int dimension, float[] titles, IalsSettings settings)
    {
        (Dimension, this.titles, Settings, scoring) = (dimension, titles, settings, new(titles, dimension));
        gram = Gram(titles, dimension, settings.Unobserved);
    }

    internal IalsSettings Settings { get; }

    internal int Dimension { get; }

    internal int TitleCount => titles.Length / Dimension;

    internal float[] TitleFactors => titles;

    internal long Bytes => (4L * (titles.Length + gram.Length)) + scoring.Bytes;

    internal ReadOnlySpan<float> Of(int title) => titles.AsSpan(title * Dimension, Dimension);

    internal static (Ials Model, float[] Profiles) Train(Sparse liked, IalsSettings settings, int seed, int threads, CancellationToken cancel)
    {
        var byTitle = liked.Transpose();
        var random = new Random(seed);
        var profiles = Start(liked.Height, settings, random);
        var titles = Start(byTitle.Height, settings, random);
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            Improve(profiles, titles, liked, settings, threads, cancel);
            Improve(titles, profiles, byTitle, settings, threads, cancel);
        }

        for (var title = 0; title < byTitle.Height; title++)
        {
            if (byTitle.ColumnsOf(title).IsEmpty)
            {
                titles.AsSpan(title * settings.Dimension, settings.Dimension).Clear(); // nobody has watched it: nothing is known
            }
        }

        return (new(settings.Dimension, titles, settings), profiles);
    }

    /// <summary>The factors of a profile by its titles: the exact least squares, not only a step.</summary>
    internal void FoldIn(ReadOnlySpan<int> history, ReadOnlySpan<float> weights, Span<float> factors)
    {
        factors.Clear();
        if (!history.IsEmpty)
        {
            Solve(titles, gram, history, weights, Ridge(history.Length, TitleCount, Settings), 24, factors, new float[4 * Dimension]);
        }
    }

    /// <summary>Adds what each title is to a profile of these factors, by weight.</summary>
    internal void AddTo(ReadOnlySpan<float> factors, float weight, Span<float> scores) => scoring.AddProduct(weight, factors, scores);

    internal static float Ridge(int own, int others, IalsSettings settings) =>
        settings.Regularisation * MathF.Pow(own + (settings.Unobserved * others), settings.FrequencyScaling);

    private static float[] Start(int rows, IalsSettings settings, Random random)
    {
        var factors = new float[rows * settings.Dimension];
        var deviation = settings.StartDeviation / Math.Sqrt(settings.Dimension);
        for (var i = 0; i < factors.Length; i++)
        {
            var (a, b) = (1 - random.NextDouble(), random.NextDouble());
            factors[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(a)) * Math.Cos(2 * Math.PI * b));
        }

        return factors;
    }

    private static void Improve(float[] own, float[] others, Sparse by, IalsSettings settings, int threads, CancellationToken cancel)
    {
        var dimension = settings.Dimension;
        var square = Gram(others, dimension, settings.Unobserved);
        void Range(int from, int to)
        {
            var scratch = new float[4 * dimension];
            for (var row = from; row < to; row++)
            {
                var ridge = Ridge(by.ColumnsOf(row).Length, by.Width, settings);
                Solve(others, square, by.ColumnsOf(row), by.ValuesOf(row), ridge, settings.Steps, own.AsSpan(row * dimension, dimension), scratch);
            }
        }

        const int Chunk = 64;
        if (threads == 1)
        {
            for (var from = 0; from < by.Height; from += Chunk)
            {
                cancel.ThrowIfCancellationRequested();
                Range(from, Math.Min(by.Height, from + Chunk));
            }
        }
        else
        {
            Parallel.For(
                0, (by.Height + Chunk - 1) / Chunk, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancel },
                chunk => Range(chunk * Chunk, Math.Min(by.Height, (chunk + 1) * Chunk)));
        }
    }

    /// <summary>Conjugate gradients for <c>(gram + ridge + sum w f f') x = sum w f</c>, from x as it stands.</summary>
    private static void Solve(
        float[] factors, float[] gram, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, float ridge, int steps, Span<float> x, float[] scratch)
    {
        var dimension = x.Length;
        var residual = scratch.AsSpan(0, dimension);
        var direction = scratch.AsSpan(dimension, dimension);
        var product = scratch.AsSpan(2 * dimension, dimension);
        Apply(factors, gram, rows, weights, ridge, x, -1, product);
        product.CopyTo(residual);
        for (var i = 0; i < dimension; i++)
        {
            residual[i] = -residual[i];
        }

        residual.CopyTo(direction);
        var length = Kernels.Dot(residual, residual);
        var enough = length * 1e-7f; // an error of 3e-4: no list differs, and a profile is folded in with half of the steps
        for (var step = 0; step < steps && length > enough && length > 1e-20f; step++)
        {
            Apply(factors, gram, rows, weights, ridge, direction, 0, product);
            var rate = length / Kernels.Dot(direction, product);
            Kernels.AddScaled(rate, direction, x);
            if (step + 1 == steps)
            {
                break;
            }

            Kernels.AddScaled(-rate, product, residual);
            var before = length;
            length = Kernels.Dot(residual, residual);
            var keep = length / before;
            for (var i = 0; i < dimension; i++)
            {
                direction[i] = residual[i] + (keep * direction[i]);
            }
        }
    }

    /// <summary>result = (gram + ridge + sum w f f') v + shift * sum w f.</summary>
    private static void Apply(
        float[] factors, float[] gram, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, float ridge, ReadOnlySpan<float> v, float shift, Span<float> result)
    {
        Kernels.Multiply(gram, v, result);
        Kernels.AddScaled(ridge, v, result);
        Kernels.AddNormal(factors, v.Length, rows, weights, shift, v, result);
    }

    /// <summary>scale * F' F.</summary>
    private static float[] Gram(float[] factors, int dimension, float scale)
    {
        const int Depth = 96; // of rows taken at once
        var padded = Tiles.Padded(Tiles.Padded(dimension, Tiles.Rows), Tiles.Columns);
        while (padded % Tiles.Rows != 0)
        {
            padded += Tiles.Columns;
        }

        var sum = new float[padded * padded];
        var (left, right, turned) = (new float[padded * Depth], new float[padded * Depth], new float[dimension * Depth]);
        var count = factors.Length / dimension;
        for (var start = 0; start < count; start += Depth)
        {
            var rows = Math.Min(Depth, count - start);
            Array.Clear(turned);
            for (var r = 0; r < rows; r++)
            {
                for (var i = 0; i < dimension; i++)
                {
                    turned[(i * Depth) + r] = factors[((start + r) * dimension) + i];
                }
            }

            Array.Clear(left);
            Array.Clear(right);
            Tiles.Pack(turned, dimension, Depth, Tiles.Rows, left);
            Tiles.Pack(turned, dimension, Depth, Tiles.Columns, right);
            for (var row = 0; row < dimension; row += Tiles.Rows)
            {
                for (var column = 0; column < dimension; column += Tiles.Columns)
                {
                    Tiles.Add(left.AsSpan(row * Depth, Tiles.Rows * Depth), right.AsSpan(column * Depth, Tiles.Columns * Depth), Depth, sum.AsSpan((row * padded) + column), padded);
                }
            }
        }

        var gram = new float[dimension * dimension];
        for (var i = 0; i < dimension; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                gram[(i * dimension) + j] = scale * sum[(i * padded) + j];
            }
        }

        return gram;
    }
}
