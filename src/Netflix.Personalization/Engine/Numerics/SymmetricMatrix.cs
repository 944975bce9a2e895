namespace Netflix.Personalization.Engine.Numerics;

/// <summary>
/// A symmetric positive definite matrix, kept by its lower triangle, and its inverse in place: Gauss-Jordan in blocks (the
/// sweep operator), which keeps symmetry, so half of the work of a general inverse. About n³ multiply-adds over 2.
/// </summary>
internal sealed class SymmetricMatrix
{
    private const int Depth = 96; // a block of columns swept at once: a multiple of every tile's width and height
    private const int ColumnBlock = 288; // of packed columns: 288 x 96 floats, 110 KB, stay in L2 while the rows stream by

    private readonly float[] values;
    private readonly int padded;

    internal SymmetricMatrix(int size)
    {
        (Size, padded) = (size, Tiles.Padded(Math.Max(size, 1), Depth));
        values = new float[checked(padded * padded)];
        for (var i = size; i < padded; i++)
        {
            values[(i * padded) + i] = 1; // the padding stays a unit matrix, apart from the rest
        }
    }

    internal int Size { get; }

    /// <summary>The lower part of a row: columns 0 to <paramref name="row"/>.</summary>
    internal Span<float> Row(int row) => values.AsSpan(row * padded, row + 1);

    internal float this[int row, int column] => row >= column ? values[(row * padded) + column] : values[(column * padded) + row];

    internal void Invert(int threads, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        var panel = new float[padded * Depth];
        var product = new float[padded * Depth];
        var left = new float[Tiles.Padded(padded, Tiles.Rows) * Depth];
        var right = new float[Tiles.Padded(padded, Tiles.Columns) * Depth];
        for (var start = 0; start < padded; start += Depth)
        {
            cancel.ThrowIfCancellationRequested();
            TakePanel(start, panel);
            var pivot = panel.AsSpan(start * Depth, Depth * Depth).ToArray();
            InvertSmall(pivot);
            MultiplyPanel(panel, pivot, product, left, right);
            Tiles.Pack(product, padded, Depth, Tiles.Rows, left);
            foreach (ref var value in left.AsSpan())
            {
                value = -value;
            }

            Tiles.Pack(panel, padded, Depth, Tiles.Columns, right);
            Update(left, right, threads, options);
            PutPanel(start, product, pivot);
        }

        foreach (ref var value in values.AsSpan())
        {
            value = -value;
        }
    }

    private void Update(float[] left, float[] right, int threads, ParallelOptions options)
    {
        var bands = (padded + ColumnBlock - 1) / ColumnBlock;
        if (threads == 1)
        {
            for (var band = 0; band < bands; band++)
            {
                UpdateBand(left, right, band);
            }
        }
        else
        {
            Parallel.For(0, bands, options, band => UpdateBand(left, right, band));
        }
    }

    /// <summary>All tiles of a band of columns that touch the lower triangle.</summary>
    private void UpdateBand(float[] left, float[] right, int band)
    {
        var columns = Tiles.Columns;
        var (from, to) = (band * ColumnBlock, Math.Min(padded, (band + 1) * ColumnBlock));
        for (var row = from / Tiles.Rows * Tiles.Rows; row < padded; row += Tiles.Rows)
        {
            var a = left.AsSpan(row * Depth, Tiles.Rows * Depth);
            var last = Math.Min(to, row + Tiles.Rows);
            for (var column = from; column < last; column += columns)
            {
                Tiles.Add(a, right.AsSpan(column * Depth, columns * Depth), Depth, values.AsSpan((row * padded) + column), padded);
            }
        }
    }

    /// <summary>Columns start to start + Depth of the whole matrix, by rows.</summary>
    private void TakePanel(int start, float[] panel)
    {
        for (var row = start + Depth; row < padded; row++)
        {
            values.AsSpan((row * padded) + start, Depth).CopyTo(panel.AsSpan(row * Depth));
        }

        for (var k = 0; k < Depth; k++)
        {
            var above = values.AsSpan((start + k) * padded, start + k + 1);
            for (var row = 0; row < above.Length; row++)
            {
                panel[(row * Depth) + k] = above[row];
            }

            for (var row = 0; row < k; row++)
            {
                panel[((start + k) * Depth) + row] = above[start + row];
            }
        }
    }

    private void PutPanel(int start, float[] product, float[] pivot)
    {
        for (var row = start + Depth; row < padded; row++)
        {
            product.AsSpan(row * Depth, Depth).CopyTo(values.AsSpan((row * padded) + start));
        }

        for (var k = 0; k < Depth; k++)
        {
            var target = values.AsSpan((start + k) * padded, start + Depth);
            for (var row = 0; row < start; row++)
            {
                target[row] = product[(row * Depth) + k];
            }

            for (var other = 0; other < Depth; other++)
            {
                target[start + other] = -pivot[(k * Depth) + other];
            }
        }
    }

    /// <summary>product = panel x pivot; the pivot is symmetric, so its rows serve as columns.</summary>
    private void MultiplyPanel(float[] panel, float[] pivot, float[] product, float[] left, float[] right)
    {
        Array.Clear(product);
        Tiles.Pack(panel, padded, Depth, Tiles.Rows, left);
        Tiles.Pack(pivot, Depth, Depth, Tiles.Columns, right);
        for (var row = 0; row < padded; row += Tiles.Rows)
        {
            for (var column = 0; column < Depth; column += Tiles.Columns)
            {
                Tiles.Add(left.AsSpan(row * Depth, Tiles.Rows * Depth), right.AsSpan(column * Depth, Tiles.Columns * Depth), Depth, product.AsSpan((row * Depth) + column), Depth);
            }
        }
    }

    /// <summary>Unblocked, in doubles: the blocks on the diagonal decide how exact the whole is.</summary>
    private static void InvertSmall(float[] block)
    {
        var a = Array.ConvertAll(block, value => (double)value);
        var row = new double[Depth];
        for (var k = 0; k < Depth; k++)
        {
            var pivot = a[(k * Depth) + k];
            if (!(Math.Abs(pivot) > 1e-12))
            {
                throw new ArithmeticException("The matrix is not positive definite.");
            }

            a.AsSpan(k * Depth, Depth).CopyTo(row);
            for (var i = 0; i < Depth; i++)
            {
                if (i == k)
                {
                    continue;
                }

                var factor = a[(i * Depth) + k] / pivot;
                for (var j = 0; j < Depth; j++)
                {
                    a[(i * Depth) + j] -= factor * row[j];
                }

                a[(i * Depth) + k] = -factor;
            }

            for (var j = 0; j < Depth; j++)
            {
                a[(k * Depth) + j] = row[j] / pivot;
            }

            a[(k * Depth) + k] = 1 / pivot;
        }

        for (var i = 0; i < block.Length; i++)
        {
            block[i] = (float)a[i];
        }
    }
}
