using System.Buffers;

namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// For each title of a list the one of the history without which it would fall: what that one adds by its row of EASE, less
/// what would take its place (older ones become newer by one), and more than it adds for the other titles, since what lifts all
/// alike changes no order. It is named only if the title then stands behind one that it stood before.
/// </summary>
internal sealed class BecauseWatched(Parts parts, Scorer scorer)
{
    private const int Tries = 3;

    internal (int Title, float Term)[] Find(Profile profile, TitleSet visible, ReadOnlySpan<(int Title, float Score)> pool, int count)
    {
        var best = new (int Title, float Term)[count];
        var from = Scorer.FirstThatCounts(profile.Terms);
        var (history, terms) = (profile.History[from..], profile.Terms.AsMemory(from));
        var effects = ArrayPool<float>.Shared.Rent(Math.Max(1, history.Length * pool.Length));
        var means = ArrayPool<float>.Shared.Rent(Math.Max(1, history.Length));
        Effects(history.Span, terms.Span, pool, effects, means);
        for (var k = 0; k < count; k++)
        {
            var bound = float.PositiveInfinity;
            for (var tried = 0; tried < Tries; tried++)
            {
                var (chosen, term) = (-1, 0f);
                for (var i = 0; i < history.Length; i++)
                {
                    var watched = history.Span[i];
                    var effect = effects[(i * pool.Length) + k];
                    var own = Math.Min(effect, effect - means[i]);
                    if (own > term && own < bound && watched != pool[k].Title && profile.Seen.Contains(watched) && visible.Contains(watched))
                    {
                        (chosen, term) = (i, own);
                    }
                }

                if (chosen < 0)
                {
                    break;
                }

                if (Falls(pool, effects.AsSpan(chosen * pool.Length, pool.Length), k))
                {
                    best[k] = (history.Span[chosen], term);
                    break;
                }

                bound = term;
            }
        }

        ArrayPool<float>.Shared.Return(effects);
        ArrayPool<float>.Shared.Return(means);
        return best;
    }

    /// <summary>By title of the history and of the pool, how much the score sinks without the first; and the mean by history.</summary>
    private void Effects(ReadOnlySpan<int> history, ReadOnlySpan<float> weights, ReadOnlySpan<(int Title, float Score)> pool, float[] effects, float[] means)
    {
        var slots = ArrayPool<ushort>.Shared.Rent(parts.TitleCount); // by title, its place in the pool from 1
        slots.AsSpan(0, parts.TitleCount).Clear();
        for (var k = 0; k < Math.Min(pool.Length, ushort.MaxValue); k++)
        {
            slots[pool[k].Title] = (ushort)(k + 1);
        }

        var older = ArrayPool<float>.Shared.Rent(pool.Length);
        older.AsSpan(0, pool.Length).Clear();
        for (var i = 0; i < history.Length; i++)
        {
            var row = effects.AsSpan(i * pool.Length, pool.Length);
            row.Clear();
            var columns = parts.Ease.ColumnsOf(history[i]);
            var values = parts.Ease.ValuesOf(history[i]);
            for (var at = 0; at < columns.Length; at++)
            {
                if (slots[columns[at]] is > 0 and var slot)
                {
                    row[slot - 1] = values[at];
                }
            }

            var (mean, gain) = (0f, scorer.Newer * (weights[i] - scorer.Weights.Ease));
            for (var k = 0; k < row.Length; k++)
            {
                var term = row[k];
                row[k] = (weights[i] * term) - older[k];
                older[k] += gain * term;
                mean += row[k];
            }

            means[i] = mean / row.Length;
        }

        ArrayPool<float>.Shared.Return(older);
        ArrayPool<ushort>.Shared.Return(slots);
    }

    /// <summary>Whether another title of the pool, now behind, would then stand before.</summary>
    private static bool Falls(ReadOnlySpan<(int Title, float Score)> pool, ReadOnlySpan<float> effects, int title)
    {
        var (now, then) = (pool[title].Score, pool[title].Score - effects[title]);
        var change = 0;
        for (var k = 0; k < pool.Length; k++)
        {
            change += (pool[k].Score - effects[k] > then ? 1 : 0) - (pool[k].Score > now ? 1 : 0);
        }

        return change > 0;
    }
}
