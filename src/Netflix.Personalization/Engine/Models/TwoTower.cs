using System.Numerics;
using System.Numerics.Tensors;
using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// Two towers: a title is the sum of its features' vectors (content, and one of its own), a profile the weighted sum of its
/// newest titles' vectors turned by a matrix; both of length one. Each event is to be told from drawn titles (sampled softmax; the
/// draw goes by how often a title is watched), by Adam.
/// </summary>
internal sealed class TwoTower
{
    private readonly TwoTowerSettings settings;
    private readonly Sparse inputs;
    private readonly Adam features;
    private readonly Adam turn;
    private readonly float[] titles;
    private readonly float[] toTitles; // slopes of a batch
    private readonly float[] lengths;

    private TwoTower(Sparse inputs, TwoTowerSettings settings, int seed)
    {
        (this.inputs, this.settings) = (inputs, settings);
        var (d, random) = (settings.Dimension, new Random(seed));
        features = new(inputs.Width * d, settings);
        turn = new(d * d, settings);
        for (var i = 0; i < features.Values.Length; i++)
        {
            features.Values[i] = (float)((random.NextDouble() - 0.5) / Math.Sqrt(d));
        }

        for (var i = 0; i < d; i++)
        {
            turn.Values[(i * d) + i] = 1;
        }

        (titles, toTitles, lengths) = (new float[inputs.Height * d], new float[inputs.Height * d], new float[inputs.Height]);
    }

    /// <summary>A title's vector, of length one.</summary>
    private ReadOnlySpan<float> Of(int title) => titles.AsSpan(title * settings.Dimension, settings.Dimension);

    internal static Towers Train(Sparse liked, Sparse content, TwoTowerSettings settings, int seed, CancellationToken cancel)
    {
        var towers = new TwoTower(WithOwn(content), settings, seed);
        var random = new Random(seed);
        var steps = new List<(int Profile, int Place)>(liked.Columns.Length);
        for (var profile = 0; profile < liked.Height; profile++)
        {
            for (var place = 1; place < liked.ColumnsOf(profile).Length; place++)
            {
                steps.Add((profile, place));
            }
        }

        var order = steps.ToArray();
        var each = Math.Min(order.Length, settings.Steps);
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var from = 0; from < each; from += settings.Batch)
            {
                cancel.ThrowIfCancellationRequested();
                towers.Step(liked, order.AsSpan(from, Math.Min(settings.Batch, each - from)), random);
            }
        }

        towers.Place([.. Enumerable.Range(0, towers.lengths.Length)]);
        return new(settings, towers.turn.Values, towers.titles, towers.features.Values[..(content.Width * settings.Dimension)]);
    }

    /// <summary>Content, and for each title a feature of its own: what content does not tell.</summary>
    private static Sparse WithOwn(Sparse content)
    {
        var (starts, columns, values) = (new int[content.Height + 1], new List<int>(), new List<float>());
        for (var title = 0; title < content.Height; title++)
        {
            columns.AddRange(content.ColumnsOf(title));
            values.AddRange(content.ValuesOf(title));
            columns.Add(content.Width + title);
            values.Add(1);
            starts[title + 1] = columns.Count;
        }

        return new(starts, [.. columns], [.. values], content.Width + content.Height);
    }

    private void Place(int[] some)
    {
        var d = settings.Dimension;
        foreach (var title in some)
        {
            var own = titles.AsSpan(title * d, d);
            own.Clear();
            for (var i = inputs.Starts[title]; i < inputs.Starts[title + 1]; i++)
            {
                Kernels.AddScaled(inputs.Values[i], features.Values.AsSpan(inputs.Columns[i] * d, d), own);
            }

            lengths[title] = MathF.Sqrt(Kernels.Dot(own, own)) + 1e-6f;
            TensorPrimitives.Multiply(own, 1 / lengths[title], own);
        }
    }

    /// <summary>The titles that a batch is about, ascending: of a large catalogue a small part.</summary>
    private int[] Met(Sparse liked, ReadOnlySpan<(int Profile, int Place)> batch, int[] negatives)
    {
        var met = new TitleSet(lengths.Length);
        foreach (var title in negatives)
        {
            met.Add(title);
        }

        foreach (var (profile, place) in batch)
        {
            foreach (var title in liked.ColumnsOf(profile)[Math.Max(0, place - settings.Titles)..(place + 1)])
            {
                met.Add(title);
            }
        }

        var all = new int[met.Count];
        met.CopyTo(all);
        return all;
    }

    private void Sum(ReadOnlySpan<int> history, Span<float> sum)
    {
        sum.Clear();
        for (var age = 0; age < Math.Min(history.Length, settings.Titles); age++)
        {
            Kernels.AddScaled(Towers.Share(age), Of(history[^(age + 1)]), sum);
        }
    }

    private void Step(Sparse liked, ReadOnlySpan<(int Profile, int Place)> batch, Random random)
    {
        var (d, count) = (settings.Dimension, settings.Negatives);
        var negatives = new int[count];
        for (var i = 0; i < count; i++)
        {
            negatives[i] = liked.Columns[random.Next(liked.Columns.Length)];
        }

        var some = Met(liked, batch, negatives);
        Place(some);
        var (vectors, toVectors) = (new float[(count + 1) * d], new float[(count + 1) * d]);
        for (var i = 0; i < count; i++)
        {
            Of(negatives[i]).CopyTo(vectors.AsSpan((i + 1) * d));
        }

        var odds = new float[count + 1];
        var (sum, turned, profile, scores, toProfile, toSum) = (new float[d], new float[d], new float[d], new float[count + 1], new float[d], new float[d]);
        foreach (var (who, place) in batch)
        {
            var history = liked.ColumnsOf(who)[..place];
            var wanted = liked.ColumnsOf(who)[place];
            Sum(history, sum);
            Kernels.Multiply(turn.Values, sum, turned);
            var length = MathF.Sqrt(Kernels.Dot(turned, turned)) + 1e-6f;
            TensorPrimitives.Multiply(turned, 1 / length, profile);
            Of(wanted).CopyTo(vectors);
            Kernels.Multiply(vectors, profile, scores);
            for (var i = 0; i <= count; i++)
            {
                scores[i] = i > 0 && negatives[i - 1] == wanted ? float.NegativeInfinity : scores[i] / settings.Temperature;
            }

            TensorPrimitives.SoftMax(scores, odds);
            odds[0] -= 1;
            Array.Clear(toProfile);
            for (var i = 0; i <= count; i++)
            {
                var slope = odds[i] / settings.Temperature / batch.Length;
                Kernels.AddScaled(slope, vectors.AsSpan(i * d, d), toProfile);
                if (i > 0)
                {
                    Kernels.AddScaled(slope, profile, toVectors.AsSpan(i * d, d));
                }
                else
                {
                    Kernels.AddScaled(slope, profile, toTitles.AsSpan(wanted * d, d));
                }
            }

            Straighten(profile, length, toProfile);
            Array.Clear(toSum);
            for (var r = 0; r < d; r++)
            {
                Kernels.AddScaled(toProfile[r], turn.Values.AsSpan(r * d, d), toSum);
                Kernels.AddScaled(toProfile[r], sum, turn.Slopes.AsSpan(r * d, d));
            }

            for (var age = 0; age < Math.Min(history.Length, settings.Titles); age++)
            {
                Kernels.AddScaled(Towers.Share(age), toSum, toTitles.AsSpan(history[^(age + 1)] * d, d));
            }
        }

        for (var i = 0; i < count; i++)
        {
            Kernels.AddScaled(1, toVectors.AsSpan((i + 1) * d, d), toTitles.AsSpan(negatives[i] * d, d));
        }

        foreach (var title in some)
        {
            var slope = toTitles.AsSpan(title * d, d);
            Straighten(Of(title), lengths[title], slope);
            for (var i = inputs.Starts[title]; i < inputs.Starts[title + 1]; i++)
            {
                Kernels.AddScaled(inputs.Values[i], slope, features.Slopes.AsSpan(inputs.Columns[i] * d, d));
            }

            slope.Clear();
        }

        features.Step();
        turn.Step();
    }

    /// <summary>The slope through "divide by the length": what points along the vector changes nothing.</summary>
    private static void Straighten(ReadOnlySpan<float> unit, float length, Span<float> slope)
    {
        Kernels.AddScaled(-Kernels.Dot(unit, slope), unit, slope);
        TensorPrimitives.Multiply(slope, 1 / length, slope);
    }

    /// <summary>Weights under Adam, with decay apart from the slope.</summary>
    private sealed class Adam(int count, TwoTowerSettings settings)
    {
        private const float First = 0.9f;
        private const float Second = 0.999f;
        private readonly float[] mean = new float[count];
        private readonly float[] square = new float[count];
        private int steps;

        internal float[] Values { get; } = new float[count];

        internal float[] Slopes { get; } = new float[count];

        internal void Step()
        {
            steps++;
            var rate = settings.Rate * MathF.Sqrt(1 - MathF.Pow(Second, steps)) / (1 - MathF.Pow(First, steps));
            var (at, width, epsilon) = (0, Vector<float>.Count, new Vector<float>(1e-8f));
            for (; at + width <= Values.Length; at += width)
            {
                var (slope, m, v, value) = (new Vector<float>(Slopes, at), new Vector<float>(mean, at), new Vector<float>(square, at), new Vector<float>(Values, at));
                m += (1 - First) * (slope - m);
                v += (1 - Second) * ((slope * slope) - v);
                value -= (rate * m / (Vector.SquareRoot(v) + epsilon)) + (settings.Rate * settings.Decay * value);
                m.CopyTo(mean, at);
                v.CopyTo(square, at);
                value.CopyTo(Values, at);
            }

            for (; at < Values.Length; at++)
            {
                var slope = Slopes[at];
                mean[at] += (1 - First) * (slope - mean[at]);
                square[at] += (1 - Second) * ((slope * slope) - square[at]);
                Values[at] -= (rate * mean[at] / (MathF.Sqrt(square[at]) + 1e-8f)) + (settings.Rate * settings.Decay * Values[at]);
            }

            Array.Clear(Slopes);
        }
    }
}
