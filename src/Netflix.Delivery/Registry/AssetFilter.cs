namespace Netflix.Delivery.Registry;

/// <summary>
/// Which assets an edge holds, as a Bloom filter (1970): ten bits an asset and seven probes are wrong once in a hundred, and
/// then a viewer is sent to a colder edge, no more. 1.25 KB for a thousand titles; never more than 16 KB, with more mistakes.
/// </summary>
internal readonly record struct AssetFilter(byte[]? Bits)
{
    internal const int MostBytes = 16 << 10;
    private const int BitsAnAsset = 10;
    private const int Probes = 7;

    internal static AssetFilter Of(IReadOnlyCollection<Guid> assets)
    {
        var bits = new byte[Math.Clamp((assets.Count * BitsAnAsset + 7) / 8, 8, MostBytes)];
        foreach (var asset in assets)
        {
            var (at, step) = Start(asset);
            for (var probe = 0; probe < Probes; probe++, at += step)
            {
                var bit = at % ((ulong)bits.Length * 8);
                bits[bit / 8] |= (byte)(1 << (int)(bit % 8));
            }
        }

        return new(bits);
    }

    /// <summary>Sure when false; when true, wrong once in a hundred.</summary>
    internal bool MayHold(Guid asset)
    {
        if (Bits is not { Length: > 0 } bits)
        {
            return false;
        }

        var (at, step) = Start(asset);
        for (var probe = 0; probe < Probes; probe++, at += step)
        {
            var bit = at % ((ulong)bits.Length * 8);
            if ((bits[bit / 8] & (1 << (int)(bit % 8))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Two hashes stand for seven (Kirsch and Mitzenmacher, 2006). By the bytes as written, so on any machine the same.</summary>
    private static (ulong At, ulong Step) Start(Guid asset)
    {
        Span<byte> bytes = stackalloc byte[16];
        asset.TryWriteBytes(bytes);
        var (first, second) = (BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[8..]));
        return (EdgeRanking.Mix(first ^ EdgeRanking.Mix(second)), EdgeRanking.Mix(second ^ EdgeRanking.Mix(~first)) | 1);
    }
}
