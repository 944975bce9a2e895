using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// Orders the best titles so that they are not all alike (maximal marginal relevance over the titles' factors) and so that
/// their genres keep the profile's own proportions (calibration).
/// </summary>
internal static class Diversity
{
    /// <param name="pool">Titles, the best first; reordered so that the first <paramref name="count"/> are the list.</param>
    /// <param name="genres">Of all titles, the numbers of their genres.</param>
    /// <param name="wanted">The profile's share of each genre.</param>
    internal static void Arrange(
        Span<(int Title, float Score)> pool, int count, Ials ials, int[][] genres, ReadOnlySpan<float> wanted, RankSettings settings)
    {
        if (pool.Length < 3 || (settings.Likeness <= 0 && settings.Calibration <= 0))
        {
            return;
        }

        var dimension = ials.Dimension;
        var rented = System.Buffers.ArrayPool<float>.Shared.Rent(pool.Length * (dimension + 2));
        var factors = rented.AsSpan(0, pool.Length * dimension);
        var likeness = rented.AsSpan(pool.Length * dimension, pool.Length);
        var nearest = rented.AsSpan(pool.Length * (dimension + 1), pool.Length);
        nearest.Clear();
        for (var i = 0; i < pool.Length; i++)
        {
            Normalised(ials.Of(pool[i].Title), factors.Slice(i * dimension, dimension));
        }

        var (low, high) = (pool[^1].Score, pool[0].Score);
        var scale = high > low ? 1 / (high - low) : 0;
        Span<float> missing = stackalloc float[wanted.Length];
        wanted.CopyTo(missing);
        for (var place = 0; place < Math.Min(count, pool.Length - 1); place++)
        {
            var (best, value) = (place, float.NegativeInfinity);
            for (var i = place; i < pool.Length; i++)
            {
                var own = ((pool[i].Score - low) * scale) - (settings.Likeness * nearest[i])
                    + (settings.Calibration * Missing(genres[pool[i].Title], missing, place));
                if (own > value)
                {
                    (best, value) = (i, own);
                }
            }

            Move(pool, factors, nearest, best, place, dimension);
            var left = pool.Length - place - 1;
            Kernels.Multiply(factors.Slice((place + 1) * dimension, left * dimension), factors.Slice(place * dimension, dimension), likeness[..left]);
            for (var i = 0; i < left; i++)
            {
                nearest[place + 1 + i] = Math.Max(nearest[place + 1 + i], likeness[i]);
            }

            foreach (var genre in genres[pool[place].Title])
            {
                missing[genre] -= 1f / genres[pool[place].Title].Length;
            }

            for (var g = 0; g < missing.Length; g++)
            {
                missing[g] += wanted[g]; // what the next place makes due
            }
        }

        System.Buffers.ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>How far the list lags behind in the title's genres, a share of the list.</summary>
    private static float Missing(int[] own, ReadOnlySpan<float> missing, int places)
    {
        var sum = 0f;
        foreach (var genre in own)
        {
            sum += missing[genre];
        }

        return own.Length == 0 ? 0 : sum / own.Length / MathF.Sqrt(places + 1);
    }

    /// <summary>The chosen changes place with the one there.</summary>
    private static void Move(Span<(int Title, float Score)> pool, Span<float> factors, Span<float> nearest, int from, int to, int dimension)
    {
        if (from == to)
        {
            return;
        }

        var (chosen, near) = (pool[from], nearest[from]);
        (pool[from], nearest[from]) = (pool[to], nearest[to]);
        (pool[to], nearest[to]) = (chosen, near);
        for (var k = 0; k < dimension; k++)
        {
            (factors[(from * dimension) + k], factors[(to * dimension) + k]) = (factors[(to * dimension) + k], factors[(from * dimension) + k]);
        }
    }

    internal static void Normalised(ReadOnlySpan<float> factors, Span<float> target)
    {
        var length = MathF.Sqrt(Kernels.Dot(factors, factors));
        target.Clear();
        if (length > 0)
        {
            Kernels.AddScaled(1 / length, factors, target);
        }
    }
}
