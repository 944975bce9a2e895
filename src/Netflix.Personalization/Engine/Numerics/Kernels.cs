using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Netflix.Personalization.Engine.Numerics;

/// <summary>The inner loops of training and ranking, in the widest registers the machine has.</summary>
internal static class Kernels
{
    /// <summary>
    /// Of a loop over registers. Were it taken into its caller, as the compiler does where it sees many calls, what it calls itself would
    /// no longer be taken in, each multiplication would be a call, and all several times slower: an inverse of 8,000 took 25 s and not 8.
    /// </summary>
    internal const MethodImplOptions Alone = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Floats in the widest register; tests set it lower to compare the paths.</summary>
    internal static int Width { get; set; } =
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    internal static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (b.Length < a.Length)
        {
            throw new ArgumentException("The second is shorter.", nameof(b));
        }

        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        return Width switch
        {
            16 => Dot<Lanes16>(ref x, ref y, a.Length),
            8 => Dot<Lanes8>(ref x, ref y, a.Length),
            4 => Dot<Lanes4>(ref x, ref y, a.Length),
            _ => Dot<Lanes1>(ref x, ref y, a.Length),
        };
    }

    /// <summary>y += scale * x.</summary>
    internal static void AddScaled(float scale, ReadOnlySpan<float> x, Span<float> y)
    {
        if (y.Length < x.Length)
        {
            throw new ArgumentException("The target is shorter.", nameof(y));
        }

        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        switch (Width)
        {
            case 16: AddScaled<Lanes16>(scale, ref source, ref target, x.Length); break;
            case 8: AddScaled<Lanes8>(scale, ref source, ref target, x.Length); break;
            case 4: AddScaled<Lanes4>(scale, ref source, ref target, x.Length); break;
            default: AddScaled<Lanes1>(scale, ref source, ref target, x.Length); break;
        }
    }

    /// <summary>y = M x, the matrix by rows of <paramref name="x"/>'s length.</summary>
    internal static void Multiply(ReadOnlySpan<float> matrix, ReadOnlySpan<float> x, Span<float> y)
    {
        if (matrix.Length < x.Length * y.Length)
        {
            throw new ArgumentException("The matrix is smaller.", nameof(matrix));
        }

        ref var m = ref MemoryMarshal.GetReference(matrix);
        ref var v = ref MemoryMarshal.GetReference(x);
        switch (Width)
        {
            case 16: Multiply<Lanes16>(ref m, ref v, x.Length, y); break;
            case 8: Multiply<Lanes8>(ref m, ref v, x.Length, y); break;
            case 4: Multiply<Lanes4>(ref m, ref v, x.Length, y); break;
            default: Multiply<Lanes1>(ref m, ref v, x.Length, y); break;
        }
    }

    /// <summary>target += sum over the rows r of <c>weights[r] * (shift + row . x) * row</c>: one step of a normal equation over a profile's titles.</summary>
    internal static void AddNormal(float[] factors, int width, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, float shift, ReadOnlySpan<float> x, Span<float> target)
    {
        if (x.Length != width || target.Length != width)
        {
            throw new ArgumentException("Vectors of another width.", nameof(width));
        }

        switch (Width)
        {
            case 16: AddNormal<Lanes16>(factors, width, rows, weights, shift, x, target); break;
            case 8: AddNormal<Lanes8>(factors, width, rows, weights, shift, x, target); break;
            case 4: AddNormal<Lanes4>(factors, width, rows, weights, shift, x, target); break;
            default: AddNormal<Lanes1>(factors, width, rows, weights, shift, x, target); break;
        }
    }

    [MethodImpl(Alone)]
    private static float Dot<T>(ref float x, ref float y, int length) where T : struct, ILanes<T>
    {
        var (a, b, c, d) = (T.Fill(0), T.Fill(0), T.Fill(0), T.Fill(0));
        nuint i = 0, step = (nuint)T.Count, end = (nuint)length;
        for (; i + (4 * step) <= end; i += 4 * step)
        {
            a = T.MultiplyAdd(T.Load(ref x, i), T.Load(ref y, i), a);
            b = T.MultiplyAdd(T.Load(ref x, i + step), T.Load(ref y, i + step), b);
            c = T.MultiplyAdd(T.Load(ref x, i + (2 * step)), T.Load(ref y, i + (2 * step)), c);
            d = T.MultiplyAdd(T.Load(ref x, i + (3 * step)), T.Load(ref y, i + (3 * step)), d);
        }

        for (; i + step <= end; i += step)
        {
            a = T.MultiplyAdd(T.Load(ref x, i), T.Load(ref y, i), a);
        }

        var sum = T.Sum(T.Add(T.Add(a, b), T.Add(c, d)));
        for (; i < end; i++)
        {
            sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }

        return sum;
    }

    [MethodImpl(Alone)]
    private static void AddScaled<T>(float scale, ref float x, ref float y, int length) where T : struct, ILanes<T>
    {
        var factor = T.Fill(scale);
        nuint i = 0, step = (nuint)T.Count, end = (nuint)length;
        for (; i + step <= end; i += step)
        {
            T.Store(T.MultiplyAdd(T.Load(ref x, i), factor, T.Load(ref y, i)), ref y, i);
        }

        for (; i < end; i++)
        {
            Unsafe.Add(ref y, i) += scale * Unsafe.Add(ref x, i);
        }
    }

    /// <summary>Four rows at a time, so that x is read once for four.</summary>
    [MethodImpl(Alone)]
    private static void Multiply<T>(ref float matrix, ref float x, int width, Span<float> y) where T : struct, ILanes<T>
    {
        nuint step = (nuint)T.Count, end = (nuint)width;
        var row = 0;
        for (; row + 4 <= y.Length; row += 4)
        {
            ref var first = ref Unsafe.Add(ref matrix, (nint)row * width);
            var (a, b, c, d) = (T.Fill(0), T.Fill(0), T.Fill(0), T.Fill(0));
            nuint i = 0;
            for (; i + step <= end; i += step)
            {
                var v = T.Load(ref x, i);
                a = T.MultiplyAdd(T.Load(ref first, i), v, a);
                b = T.MultiplyAdd(T.Load(ref first, end + i), v, b);
                c = T.MultiplyAdd(T.Load(ref first, (2 * end) + i), v, c);
                d = T.MultiplyAdd(T.Load(ref first, (3 * end) + i), v, d);
            }

            var (p, q, r, s) = (T.Sum(a), T.Sum(b), T.Sum(c), T.Sum(d));
            for (; i < end; i++)
            {
                var v = Unsafe.Add(ref x, i);
                p += v * Unsafe.Add(ref first, i);
                q += v * Unsafe.Add(ref first, end + i);
                r += v * Unsafe.Add(ref first, (2 * end) + i);
                s += v * Unsafe.Add(ref first, (3 * end) + i);
            }

            (y[row], y[row + 1], y[row + 2], y[row + 3]) = (p, q, r, s);
        }

        for (; row < y.Length; row++)
        {
            y[row] = Dot<T>(ref Unsafe.Add(ref matrix, (nint)row * width), ref x, width);
        }
    }

    [MethodImpl(Alone)]
    private static void AddNormal<T>(
        float[] factors, int width, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, float shift, ReadOnlySpan<float> x, Span<float> target)
        where T : struct, ILanes<T>
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(factors);
        ref var v = ref MemoryMarshal.GetReference(x);
        ref var y = ref MemoryMarshal.GetReference(target);
        nuint step = (nuint)T.Count, end = (nuint)width;
        var k = 0;
        for (; k + 4 <= rows.Length; k += 4)
        {
            ref var r0 = ref Unsafe.Add(ref table, (nint)rows[k] * width);
            ref var r1 = ref Unsafe.Add(ref table, (nint)rows[k + 1] * width);
            ref var r2 = ref Unsafe.Add(ref table, (nint)rows[k + 2] * width);
            ref var r3 = ref Unsafe.Add(ref table, (nint)rows[k + 3] * width);
            var (a, b, c, d) = (T.Fill(0), T.Fill(0), T.Fill(0), T.Fill(0));
            nuint i = 0;
            for (; i + step <= end; i += step)
            {
                var one = T.Load(ref v, i);
                a = T.MultiplyAdd(T.Load(ref r0, i), one, a);
                b = T.MultiplyAdd(T.Load(ref r1, i), one, b);
                c = T.MultiplyAdd(T.Load(ref r2, i), one, c);
                d = T.MultiplyAdd(T.Load(ref r3, i), one, d);
            }

            var (s0, s1, s2, s3) = (T.Sum(a), T.Sum(b), T.Sum(c), T.Sum(d));
            for (; i < end; i++)
            {
                var one = Unsafe.Add(ref v, i);
                s0 += one * Unsafe.Add(ref r0, i);
                s1 += one * Unsafe.Add(ref r1, i);
                s2 += one * Unsafe.Add(ref r2, i);
                s3 += one * Unsafe.Add(ref r3, i);
            }

            (s0, s1) = (weights[k] * (shift + s0), weights[k + 1] * (shift + s1));
            (s2, s3) = (weights[k + 2] * (shift + s2), weights[k + 3] * (shift + s3));
            var (f0, f1, f2, f3) = (T.Fill(s0), T.Fill(s1), T.Fill(s2), T.Fill(s3));
            for (i = 0; i + step <= end; i += step)
            {
                var one = T.MultiplyAdd(T.Load(ref r0, i), f0, T.Load(ref y, i));
                var two = T.MultiplyAdd(T.Load(ref r1, i), f1, T.MultiplyAdd(T.Load(ref r2, i), f2, T.Fill(0)));
                T.Store(T.Add(one, T.MultiplyAdd(T.Load(ref r3, i), f3, two)), ref y, i);
            }

            for (; i < end; i++)
            {
                Unsafe.Add(ref y, i) += (s0 * Unsafe.Add(ref r0, i)) + (s1 * Unsafe.Add(ref r1, i)) + (s2 * Unsafe.Add(ref r2, i)) + (s3 * Unsafe.Add(ref r3, i));
            }
        }

        for (; k < rows.Length; k++)
        {
            ref var row = ref Unsafe.Add(ref table, (nint)rows[k] * width);
            AddScaled<T>(weights[k] * (shift + Dot<T>(ref row, ref v, width)), ref row, ref y, width);
        }
    }
}
