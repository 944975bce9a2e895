using System.Numerics;
using System.Runtime.InteropServices;

namespace Netflix.Encoding.Markers;

/// <summary>
/// Chromaprint of a sound track: 32 bits each eighth of a second, over the 2.7 s from there on. The same sound differs in a few
/// bits, whatever it was encoded with; other sounds in about 16.
/// </summary>
internal sealed class Fingerprint
{
    /// <summary>4096 samples at 11,025 a second, moved on by a third.</summary>
    internal const double ItemSeconds = 1365 / 11025.0;

    /// <summary>From an item's time to the middle of what it covers: 20 frames, the last of them whole.</summary>
    internal const double HalfWindow = ((19 * 1365) + 4096) / 2.0 / 11025;

    /// <summary>Two items of the same sound (media.md 6).</summary>
    internal const int SameBits = 6;

    private readonly uint[] items;
    private readonly bool[] still;

    internal Fingerprint(uint[] items)
    {
        this.items = items;
        still = [.. items.Select((item, i) => i > 0 && BitOperations.PopCount(item ^ items[i - 1]) <= 1)];
    }

    internal static Fingerprint Empty { get; } = new([]);

    internal int Count => items.Length;

    /// <summary>Nothing changes here: silence or a held tone, which is the same in all films.</summary>
    internal bool IsStill(int item) => still[item];

    /// <summary>Bits that differ.</summary>
    internal static int Distance(Fingerprint one, int item, Fingerprint other, int otherItem) =>
        BitOperations.PopCount(one.items[item] ^ other.items[otherItem]);

    /// <summary>As ffmpeg writes it raw.</summary>
    internal static Fingerprint Of(ReadOnlySpan<byte> raw) => new(MemoryMarshal.Cast<byte, uint>(raw).ToArray());

    internal byte[] ToBytes() => MemoryMarshal.AsBytes(items.AsSpan()).ToArray();
}
