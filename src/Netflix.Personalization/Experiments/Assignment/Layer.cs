namespace Netflix.Personalization.Experiments.Assignment;

/// <summary>A stretch of a layer's buckets.</summary>
/// <param name="To">The first one after it.</param>
internal readonly record struct Buckets(int From, int To)
{
    internal int Count => To - From;
}

/// <summary>
/// A layer divides all accounts into 10,000 buckets, and each bucket is of one running experiment at most: an account is in no two
/// experiments of a layer. Each layer divides anew, so that experiments of two layers do not know of each other.
/// </summary>
internal static class Layer
{
    internal const int All = 10_000;

    internal static int BucketOf(string layer, Guid account) => (int)(Hash.Of("layer:" + layer, account) * All);

    /// <summary>The lowest free buckets, so many; null when there are not enough.</summary>
    internal static IReadOnlyList<Buckets>? Allocate(IEnumerable<Buckets> taken, int count)
    {
        var (found, next, missing) = (new List<Buckets>(), 0, count);
        foreach (var one in taken.OrderBy(stretch => stretch.From).Append(new(All, All)))
        {
            var free = Math.Min(one.From - next, missing);
            if (free > 0)
            {
                found.Add(new(next, next + free));
                missing -= free;
            }

            next = Math.Max(next, one.To);
        }

        return missing <= 0 ? found : null;
    }

    internal static int Free(IEnumerable<Buckets> taken) => All - taken.Sum(stretch => stretch.Count);

    internal static bool Holds(IReadOnlyList<Buckets> stretches, int bucket)
    {
        foreach (var stretch in stretches)
        {
            if (bucket >= stretch.From && bucket < stretch.To)
            {
                return true;
            }
        }

        return false;
    }
}
