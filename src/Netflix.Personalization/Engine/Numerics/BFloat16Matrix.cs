using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Netflix.Personalization.Engine.Numerics;

/// <summary>
/// A matrix to multiply vectors with, of bfloat16: a float's sign, exponent and 7 bits, rounded. Scoring all titles is bound by how
/// fast their factors come from memory, and this is half of them; a product of 192 moves by 1e-4 of its vectors' lengths.
/// </summary>
internal sealed class BFloat16Matrix
{
    private const uint High = 0xFFFF0000;
    private const int Widest = 16; // lanes of the widest register: rows are filled up to it with zeros, so that no loop has a rest

    private readonly int width;
    private readonly int half;
    private readonly uint[] pairs; // of a row: numbers i (low) and i + half (high), so that neither half needs a shuffle

    /// <param name="values">By rows of <paramref name="width"/>.</param>
    internal BFloat16Matrix(ReadOnlySpan<float> values, int width)
    {
        (this.width, half) = (width, Tiles.Padded((width + 1) / 2, Widest));
        var rows = width == 0 ? 0 : values.Length / width;
        pairs = new uint[rows * half];
        for (var row = 0; row < rows; row++)
        {
            var from = values.Slice(row * width, width);
            var to = pairs.AsSpan(row * half, half);
            for (var i = 0; i < width; i++)
            {
                to[i % half] |= i < half ? Rounded(from[i]) >> 16 : Rounded(from[i]) & High;
            }
        }
    }

    internal long Bytes => 4L * pairs.Length;

    /// <summary>y += scale * M x.</summary>
    internal void AddProduct(float scale, ReadOnlySpan<float> x, Span<float> y)
    {
        if (x.Length != width || y.Length * half > pairs.Length)
        {
            throw new ArgumentException("Vectors of another length.", nameof(x));
        }

        Span<float> padded = stackalloc float[2 * half];
        x.CopyTo(padded);
        padded[x.Length..].Clear();
        ref var v = ref MemoryMarshal.GetReference(padded);
        switch (Kernels.Width)
        {
            case 16: AddProduct<Lanes16>(scale, ref v, y); break;
            case 8: AddProduct<Lanes8>(scale, ref v, y); break;
            case 4: AddProduct<Lanes4>(scale, ref v, y); break;
            default: AddProduct<Lanes1>(scale, ref v, y); break;
        }
    }

    private static uint Rounded(float value) => BitConverter.SingleToUInt32Bits(value) + 0x8000;

    [MethodImpl(Kernels.Alone)]
    private void AddProduct<T>(float scale, ref float x, Span<float> y) where T : struct, ILanes<T>
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(pairs);
        nuint step = (nuint)T.Count, end = (nuint)half;
        for (var row = 0; row < y.Length; row++)
        {
            ref var own = ref Unsafe.Add(ref table, (nint)row * half);
            var (a, b) = (T.Fill(0), T.Fill(0));
            for (nuint i = 0; i < end; i += step)
            {
                a = T.MultiplyAdd(T.LoadLow(ref own, i), T.Load(ref x, i), a);
                b = T.MultiplyAdd(T.LoadHigh(ref own, i), T.Load(ref x, end + i), b);
            }

            y[row] += scale * T.Sum(T.Add(a, b));
        }
    }
}
