using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Netflix.Delivery.Cache;

/// <summary>
/// A cache bounded by bytes that evicts by S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache
/// eviction", SOSP 2023). A tenth of the bytes is a probation queue: what is not asked for again there leaves quickly, so
/// one long scan cannot flush the rest. What left is remembered by name (ghosts) and goes to the main queue when it returns.
/// A hit only counts to three in the entry: no lock, no list to reorder. Adding and evicting take one lock.
/// </summary>
internal sealed class S3Fifo<TValue> where TValue : class
{
    private const int MostCounted = 3;

    // Asked for at least twice more while on probation: the paper's threshold.
    private const int WorthKeeping = 2;

    private readonly long capacity;
    private readonly long probationBytes;
    private readonly Action<TValue>? evicted;
    private readonly CachedAssets? assets;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Fifo probation = new();
    private readonly Fifo main = new();
    private readonly GhostList ghosts;

    /// <param name="evicted">Called under the cache's lock for each value that leaves it.</param>
    /// <param name="assets">Told of each key that comes and goes.</param>
    internal S3Fifo(long capacity, Action<TValue>? evicted = null, CachedAssets? assets = null)
    {
        this.capacity = capacity;
        this.evicted = evicted;
        this.assets = assets;
        probationBytes = capacity / 10;
        lookup = entries.GetAlternateLookup<ReadOnlySpan<char>>();
        ghosts = new(capacity - probationBytes);
    }

    internal long Bytes => Volatile.Read(ref probation.Bytes) + Volatile.Read(ref main.Bytes);

    internal int Count => entries.Count;

    internal bool Contains(string key) => entries.ContainsKey(key);

    internal bool TryGet(ReadOnlySpan<char> key, [NotNullWhen(true)] out TValue? value)
    {
        if (!lookup.TryGetValue(key, out var entry))
        {
            value = null;
            return false;
        }

        // Racy on purpose: a lost count is harmless. Popular entries stop writing at three, so their line stays shared.
        if (entry.Asked < MostCounted)
        {
            entry.Asked++;
        }

        value = entry.Value;
        return true;
    }

    /// <summary>False when the key is there already, or the value is larger than the whole cache.</summary>
    /// <param name="wanted">It will be asked for, as somebody knows: it passes no probation.</param>
    internal bool Add(string key, TValue value, long size, bool wanted = false)
    {
        lock (gate)
        {
            if (size > capacity || entries.ContainsKey(key))
            {
                return false;
            }

            var returning = ghosts.Remove(key);
            while (probation.Bytes + main.Bytes + size > capacity)
            {
                EvictOne();
            }

            var entry = new Entry(key, value, size);
            (returning || wanted ? main : probation).Push(entry);
            entries[key] = entry;
            assets?.Add(key);
            return true;
        }
    }

    /// <summary>Removes one; it is not remembered.</summary>
    internal void Remove(string key)
    {
        lock (gate)
        {
            if (entries.ContainsKey(key))
            {
                _ = probation.RemoveWhere(entry => entry.Key == key, Drop) + main.RemoveWhere(entry => entry.Key == key, Drop);
            }
        }
    }

    /// <summary>Removes what starts with the prefix; returns how many.</summary>
    internal int RemovePrefix(string prefix)
    {
        lock (gate)
        {
            return probation.RemoveWhere(IsMeant, Drop) + main.RemoveWhere(IsMeant, Drop);
        }

        bool IsMeant(Entry entry) => entry.Key.StartsWith(prefix, StringComparison.Ordinal);
    }

    private void EvictOne()
    {
        if (probation.Bytes > probationBytes || main.Bytes == 0)
        {
            var oldest = probation.Pop();
            if (oldest.Asked >= WorthKeeping)
            {
                oldest.Asked = 0;
                main.Push(oldest);
                return;
            }

            ghosts.Add(oldest.Key, oldest.Size);
            Drop(oldest);
            return;
        }

        var last = main.Pop();
        if (last.Asked > 0)
        {
            last.Asked--;
            main.Push(last);
            return;
        }

        Drop(last);
    }

    private void Drop(Entry entry)
    {
        entries.TryRemove(entry.Key, out _);
        assets?.Remove(entry.Key);
        evicted?.Invoke(entry.Value);
    }

    private sealed class Entry(string key, TValue value, long size)
    {
        internal readonly string Key = key;
        internal readonly TValue Value = value;
        internal readonly long Size = size;
        internal int Asked;
    }

    private sealed class Fifo
    {
        private Queue<Entry> queue = [];
        internal long Bytes;

        internal void Push(Entry entry)
        {
            queue.Enqueue(entry);
            Bytes += entry.Size;
        }

        internal Entry Pop()
        {
            var entry = queue.Dequeue();
            Bytes -= entry.Size;
            return entry;
        }

        internal int RemoveWhere(Func<Entry, bool> isMeant, Action<Entry> removed)
        {
            var before = queue;
            (queue, Bytes) = ([], 0);
            foreach (var entry in before)
            {
                if (isMeant(entry))
                {
                    removed(entry);
                }
                else
                {
                    Push(entry);
                }
            }

            return before.Count - queue.Count;
        }
    }
}

/// <summary>Names of what left the probation queue, as many as stand for <paramref name="capacity"/> bytes.</summary>
internal sealed class GhostList(long capacity)
{
    private readonly Queue<(string Key, long Size, long Turn)> queue = [];
    private readonly Dictionary<string, long> turns = new(StringComparer.Ordinal);
    private long bytes;
    private long turn;

    internal void Add(string key, long size)
    {
        turns[key] = ++turn;
        queue.Enqueue((key, size, turn));
        bytes += size;
        while (bytes > capacity)
        {
            var (oldest, oldSize, oldTurn) = queue.Dequeue();
            bytes -= oldSize;
            if (turns.TryGetValue(oldest, out var latest) && latest == oldTurn)
            {
                turns.Remove(oldest);
            }
        }
    }

    /// <summary>Its place in the queue stays and runs out by itself.</summary>
    internal bool Remove(string key) => turns.Remove(key);
}
