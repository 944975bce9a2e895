using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Netflix.Personalization.Engine.Numerics;

/// <summary>A register of floats. The kernels are written once over it and compiled for each width the machine may have.</summary>
internal interface ILanes<T> where T : struct, ILanes<T>
{
    static abstract int Count { get; }

    static abstract T Load(ref float source, nuint offset);

    /// <summary>The floats whose upper halves lie in the lower halves of <paramref name="source"/>.</summary>
    static abstract T LoadLow(ref uint source, nuint offset);

    /// <summary>And in the upper.</summary>
    static abstract T LoadHigh(ref uint source, nuint offset);

    static abstract T Fill(float value);

    /// <summary>a * b + c.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    static abstract T Add(T a, T b);

    static abstract float Sum(T a);

    static abstract void Store(T a, ref float target, nuint offset);
}

internal readonly struct Lanes16(Vector512<float> v) : ILanes<Lanes16>
{
    private readonly Vector512<float> v = v;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(ref float source, nuint offset) => new(Vector512.LoadUnsafe(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadLow(ref uint source, nuint offset) => new((Vector512.LoadUnsafe(ref source, offset) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadHigh(ref uint source, nuint offset) => new((Vector512.LoadUnsafe(ref source, offset) & Vector512.Create(0xFFFF0000)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Fill(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Add(Lanes16 a, Lanes16 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes16 a) => Vector512.Sum(a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 a, ref float target, nuint offset) => a.v.StoreUnsafe(ref target, offset);
}

internal readonly struct Lanes8(Vector256<float> v) : ILanes<Lanes8>
{
    private readonly Vector256<float> v = v;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(ref float source, nuint offset) => new(Vector256.LoadUnsafe(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadLow(ref uint source, nuint offset) => new((Vector256.LoadUnsafe(ref source, offset) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadHigh(ref uint source, nuint offset) => new((Vector256.LoadUnsafe(ref source, offset) & Vector256.Create(0xFFFF0000)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Fill(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.MultiplyAddEstimate(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Add(Lanes8 a, Lanes8 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes8 a) => Vector256.Sum(a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8 a, ref float target, nuint offset) => a.v.StoreUnsafe(ref target, offset);
}

internal readonly struct Lanes4(Vector128<float> v) : ILanes<Lanes4>
{
    private readonly Vector128<float> v = v;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(ref float source, nuint offset) => new(Vector128.LoadUnsafe(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadLow(ref uint source, nuint offset) => new((Vector128.LoadUnsafe(ref source, offset) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadHigh(ref uint source, nuint offset) => new((Vector128.LoadUnsafe(ref source, offset) & Vector128.Create(0xFFFF0000)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Fill(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.MultiplyAddEstimate(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Add(Lanes4 a, Lanes4 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes4 a) => Vector128.Sum(a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 a, ref float target, nuint offset) => a.v.StoreUnsafe(ref target, offset);
}

/// <summary>No vector unit: one float at a time.</summary>
internal readonly struct Lanes1(float v) : ILanes<Lanes1>
{
    private readonly float v = v;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(ref float source, nuint offset) => new(Unsafe.Add(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadLow(ref uint source, nuint offset) => new(BitConverter.UInt32BitsToSingle(Unsafe.Add(ref source, offset) << 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LoadHigh(ref uint source, nuint offset) => new(BitConverter.UInt32BitsToSingle(Unsafe.Add(ref source, offset) & 0xFFFF0000));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Fill(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new((a.v * b.v) + c.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Add(Lanes1 a, Lanes1 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes1 a) => a.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1 a, ref float target, nuint offset) => Unsafe.Add(ref target, offset) = a.v;
}
