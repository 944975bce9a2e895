using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// Where a title nobody has watched would stand among the factors, by its content: kernel ridge regression from the most
/// watched titles, with the kernel cos + cos² (the square lets pairs of features speak).
/// </summary>
internal sealed class ContentMap(int dimension, int[] anchors, float[] solution)
{
    internal int Dimension => dimension;

    internal int[] Anchors => anchors;

    internal float[] Solution => solution;

    internal long Bytes => 4L * (anchors.Length + solution.Length);

    internal static ContentMap Train(Sparse vectors, Ials ials, int[] watched, ContentSettings settings, int threads, CancellationToken cancel)
    {
        var anchors = Enumerable.Range(0, vectors.Height).Where(title => watched[title] > 0 && !vectors.ColumnsOf(title).IsEmpty)
            .OrderByDescending(title => watched[title]).ThenBy(title => title).Take(settings.Anchors).ToArray();
        var matrix = new SymmetricMatrix(anchors.Length);
        var dense = new float[vectors.Width];
        for (var i = 0; i < anchors.Length; i++)
        {
            vectors.AddRowTo(anchors[i], 1, dense);
            var row = matrix.Row(i);
            for (var j = 0; j <= i; j++)
            {
                row[j] = Kernel(Cosine(vectors, anchors[j], dense));
            }

            row[i] += settings.Ridge + (settings.RareRidge / watched[anchors[i]]); // factors of rarely watched titles are less sure
            Clear(vectors, anchors[i], dense);
        }

        matrix.Invert(threads, cancel);
        var solution = new float[anchors.Length * ials.Dimension];
        for (var i = 0; i < anchors.Length; i++)
        {
            for (var j = 0; j < anchors.Length; j++)
            {
                Kernels.AddScaled(matrix[i, j], ials.Of(anchors[j]), solution.AsSpan(i * ials.Dimension, ials.Dimension));
            }
        }

        return new(ials.Dimension, anchors, solution);
    }

    /// <param name="vectors">Of the anchors, and of the title at <paramref name="row"/>.</param>
    internal void Place(Sparse vectors, int row, Sparse own, Span<float> factors)
    {
        factors.Clear();
        var dense = new float[vectors.Width];
        own.AddRowTo(row, 1, dense);
        for (var i = 0; i < anchors.Length; i++)
        {
            var likeness = Cosine(vectors, anchors[i], dense);
            if (likeness > 0)
            {
                Kernels.AddScaled(Kernel(likeness), solution.AsSpan(i * dimension, dimension), factors);
            }
        }
    }

    internal static float Cosine(Sparse vectors, int row, float[] dense)
    {
        var sum = 0f;
        var columns = vectors.ColumnsOf(row);
        var values = vectors.ValuesOf(row);
        for (var i = 0; i < columns.Length; i++)
        {
            sum += values[i] * dense[columns[i]];
        }

        return sum;
    }

    private static float Kernel(float cosine) => cosine + (cosine * cosine);

    private static void Clear(Sparse vectors, int row, float[] dense)
    {
        foreach (var column in vectors.ColumnsOf(row))
        {
            dense[column] = 0;
        }
    }
}
