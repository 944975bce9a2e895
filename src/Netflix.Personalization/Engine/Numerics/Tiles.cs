using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Netflix.Personalization.Engine.Numerics;

/// <summary>
/// C += A B' for tall A and B, in register tiles of 6 rows and 2 registers: the product that the inverse and the Gram matrices
/// spend their time in. A lies packed by 6 rows, B by 2 registers' rows, so that the inner loop reads both in order.
/// </summary>
internal static class Tiles
{
    internal const int Rows = 6;

    internal static int Columns => 2 * Kernels.Width;

    /// <summary>Rows of <paramref name="source"/> (by rows of <paramref name="depth"/>) packed by <paramref name="group"/>, zeros after the last.</summary>
    internal static void Pack(ReadOnlySpan<float> source, int rows, int depth, int group, Span<float> packed)
    {
        for (var start = 0; start < rows; start += group)
        {
            var tile = packed.Slice(start * depth, group * depth);
            for (var r = 0; r < group; r++)
            {
                if (start + r < rows)
                {
                    var row = source.Slice((start + r) * depth, depth);
                    for (var k = 0; k < row.Length; k++)
                    {
                        tile[(k * group) + r] = row[k];
                    }
                }
                else
                {
                    for (var k = 0; k < depth; k++)
                    {
                        tile[(k * group) + r] = 0;
                    }
                }
            }
        }
    }

    internal static int Padded(int rows, int group) => (rows + group - 1) / group * group;

    /// <summary>Adds one tile to c, whose rows are <paramref name="stride"/> apart.</summary>
    internal static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int depth, Span<float> c, int stride)
    {
        var columns = Columns;
        if (a.Length < Rows * depth || b.Length < columns * depth || c.Length < ((Rows - 1) * stride) + columns)
        {
            throw new ArgumentException("A tile reaches out of its matrix.", nameof(c));
        }

        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var z = ref MemoryMarshal.GetReference(c);
        switch (Kernels.Width)
        {
            case 16: Add<Lanes16>(ref x, ref y, depth, ref z, stride); break;
            case 8: Add<Lanes8>(ref x, ref y, depth, ref z, stride); break;
            case 4: Add<Lanes4>(ref x, ref y, depth, ref z, stride); break;
            default: Add<Lanes1>(ref x, ref y, depth, ref z, stride); break;
        }
    }

    [MethodImpl(Kernels.Alone)]
    private static void Add<T>(ref float a, ref float b, int depth, ref float c, int stride) where T : struct, ILanes<T>
    {
        var lanes = (nuint)T.Count;
        var (a0, a1) = (T.Fill(0), T.Fill(0));
        var (b0, b1) = (T.Fill(0), T.Fill(0));
        var (c0, c1) = (T.Fill(0), T.Fill(0));
        var (d0, d1) = (T.Fill(0), T.Fill(0));
        var (e0, e1) = (T.Fill(0), T.Fill(0));
        var (f0, f1) = (T.Fill(0), T.Fill(0));
        nuint i = 0, j = 0;
        for (var k = 0; k < depth; k++)
        {
            var x = T.Load(ref b, j);
            var y = T.Load(ref b, j + lanes);
            var s = T.Fill(Unsafe.Add(ref a, i));
            a0 = T.MultiplyAdd(s, x, a0);
            a1 = T.MultiplyAdd(s, y, a1);
            s = T.Fill(Unsafe.Add(ref a, i + 1));
            b0 = T.MultiplyAdd(s, x, b0);
            b1 = T.MultiplyAdd(s, y, b1);
            s = T.Fill(Unsafe.Add(ref a, i + 2));
            c0 = T.MultiplyAdd(s, x, c0);
            c1 = T.MultiplyAdd(s, y, c1);
            s = T.Fill(Unsafe.Add(ref a, i + 3));
            d0 = T.MultiplyAdd(s, x, d0);
            d1 = T.MultiplyAdd(s, y, d1);
            s = T.Fill(Unsafe.Add(ref a, i + 4));
            e0 = T.MultiplyAdd(s, x, e0);
            e1 = T.MultiplyAdd(s, y, e1);
            s = T.Fill(Unsafe.Add(ref a, i + 5));
            f0 = T.MultiplyAdd(s, x, f0);
            f1 = T.MultiplyAdd(s, y, f1);
            i += Rows;
            j += 2 * lanes;
        }

        AddRow(ref c, 0, a0, a1);
        AddRow(ref c, (nuint)stride, b0, b1);
        AddRow(ref c, (nuint)(2 * stride), c0, c1);
        AddRow(ref c, (nuint)(3 * stride), d0, d1);
        AddRow(ref c, (nuint)(4 * stride), e0, e1);
        AddRow(ref c, (nuint)(5 * stride), f0, f1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<T>(ref float c, nuint at, T left, T right) where T : struct, ILanes<T>
    {
        var lanes = (nuint)T.Count;
        T.Store(T.Add(T.Load(ref c, at), left), ref c, at);
        T.Store(T.Add(T.Load(ref c, at + lanes), right), ref c, at + lanes);
    }
}
