using Netflix.Encoding.Markers;

namespace Netflix.Encoding.Tests.Markers;

/// <summary>Fingerprints made of numbers: each seed is another sound.</summary>
internal static class Sounds
{
    /// <param name="seconds">Of the sound; its fingerprint is 2.7 s shorter.</param>
    internal static uint[] Of(int seed, double seconds)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)Math.Round(seconds / Fingerprint.ItemSeconds)).Select(_ => (uint)random.NextInt64(1L << 32))];
    }

    /// <summary>Silence, or a held tone.</summary>
    internal static uint[] Still(double seconds) => [.. Enumerable.Repeat(0x257F_1AC3u, (int)Math.Round(seconds / Fingerprint.ItemSeconds))];

    /// <summary>As another encoding of it is: some bits of each item differ.</summary>
    internal static uint[] Noisy(uint[] items, int bits, int seed)
    {
        var random = new Random(seed);
        return [.. items.Select(item => Enumerable.Range(0, random.Next(bits + 1)).Aggregate(item, (noisy, _) => noisy ^ (1u << random.Next(32))))];
    }

    internal static Fingerprint Print(params uint[][] parts) => new([.. parts.SelectMany(part => part)]);

    internal static EpisodeSound Episode(int number, double[] cuts, params uint[][] parts)
    {
        var print = Print(parts);
        return new(Guid.NewGuid(), number, print.Count * Fingerprint.ItemSeconds, print, cuts);
    }
}
