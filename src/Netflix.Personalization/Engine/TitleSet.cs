using System.Numerics;

namespace Netflix.Personalization.Engine;

/// <summary>
/// The titles that may be ranked, by the recommender's dense index: the business rules (available in the region, allowed for
/// the age, not hidden) are in here before anything is scored. Not thread-safe while it is filled.
/// </summary>
internal sealed class TitleSet(int titles)
{
    private readonly ulong[] bits = new ulong[(titles + 63) / 64];

    /// <summary>How many titles there could be: <see cref="Recommender.TitleCount"/> of the recommender it is for.</summary>
    internal int Capacity => titles;

    internal int Count
    {
        get
        {
            var count = 0;
            foreach (var word in bits)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    internal bool Contains(int title) => (uint)title < (uint)titles && (bits[title >> 6] >> (title & 63) & 1) != 0;

    internal void Add(int title)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)title, (uint)titles);
        bits[title >> 6] |= 1UL << (title & 63);
    }

    internal void Remove(int title)
    {
        if (Contains(title))
        {
            bits[title >> 6] &= ~(1UL << (title & 63));
        }
    }

    /// <summary>The indexes in it, ascending, into <paramref name="indexes"/>; how many.</summary>
    internal int CopyTo(Span<int> indexes)
    {
        var count = 0;
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                indexes[count++] = (word << 6) + BitOperations.TrailingZeroCount(left);
            }
        }

        return count;
    }

    internal static TitleSet All(int titles)
    {
        var set = new TitleSet(titles);
        set.bits.AsSpan().Fill(ulong.MaxValue);
        if (titles % 64 != 0)
        {
            set.bits[^1] = (1UL << (titles % 64)) - 1;
        }

        return set;
    }
}
