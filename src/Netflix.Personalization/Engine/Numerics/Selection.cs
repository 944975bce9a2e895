namespace Netflix.Personalization.Engine.Numerics;

internal static class Selection
{
    /// <summary>The value of the <paramref name="count"/>th largest; reorders a copy, not the values. Linear on average.</summary>
    internal static float Largest(ReadOnlySpan<float> values, int count)
    {
        var copy = System.Buffers.ArrayPool<float>.Shared.Rent(values.Length);
        values.CopyTo(copy);
        var (low, high, wanted) = (0, values.Length - 1, count - 1);
        while (low < high)
        {
            var pivot = copy[(low + high) / 2];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (copy[i] > pivot)
                {
                    i++;
                }

                while (copy[j] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (copy[i], copy[j]) = (copy[j], copy[i]);
                    i++;
                    j--;
                }
            }

            if (wanted <= j)
            {
                high = j;
            }
            else if (wanted >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        var found = copy[wanted];
        System.Buffers.ArrayPool<float>.Shared.Return(copy);
        return found;
    }
}
