using Netflix.Delivery.Cache;

namespace Netflix.Bench.Edge;

/// <summary>
/// Request traces of objects of equal size, and what share of them each policy answers from a cache of so many objects.
/// Fixed seeds: the figures are the same on every machine.
/// </summary>
internal static class CacheTraces
{
    /// <summary>Zipf-distributed requests; in their middle, a scan over as many objects that nobody asks for again.</summary>
    internal static int[] ZipfWithScan(int objects, int requests, double skew, int scan, int seed)
    {
        var cumulative = new double[objects];
        var sum = 0.0;
        for (var i = 0; i < objects; i++)
        {
            cumulative[i] = sum += 1 / Math.Pow(i + 1, skew);
        }

        var random = new Random(seed);
        var trace = new int[requests + scan];
        for (var i = 0; i < trace.Length; i++)
        {
            var scanned = i - requests / 2;
            if (scanned >= 0 && scanned < scan)
            {
                trace[i] = objects + scanned;
                continue;
            }

            var found = Array.BinarySearch(cumulative, random.NextDouble() * sum);
            trace[i] = found < 0 ? ~found : found;
        }

        return trace;
    }

    internal static double S3FifoHitRatio(int[] trace, int capacity)
    {
        var cache = new S3Fifo<object>(capacity);
        var value = new object();
        var hits = 0;
        foreach (var id in trace)
        {
            var key = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (cache.TryGet(key, out _))
            {
                hits++;
            }
            else
            {
                cache.Add(key, value, 1);
            }
        }

        return (double)hits / trace.Length;
    }

    internal static double LruHitRatio(int[] trace, int capacity)
    {
        var order = new LinkedList<int>();
        var nodes = new Dictionary<int, LinkedListNode<int>>();
        var hits = 0;
        foreach (var id in trace)
        {
            if (nodes.TryGetValue(id, out var node))
            {
                hits++;
                order.Remove(node);
                order.AddFirst(node);
                continue;
            }

            if (nodes.Count == capacity)
            {
                nodes.Remove(order.Last!.Value);
                order.RemoveLast();
            }

            nodes[id] = order.AddFirst(id);
        }

        return (double)hits / trace.Length;
    }

    /// <summary>Belady's optimum: knows the future, evicts what is needed last, and does not even admit what is needed later than that.</summary>
    internal static double BeladyHitRatio(int[] trace, int capacity)
    {
        var next = new int[trace.Length];
        var upcoming = new Dictionary<int, int>();
        for (var i = trace.Length - 1; i >= 0; i--)
        {
            next[i] = upcoming.GetValueOrDefault(trace[i], int.MaxValue);
            upcoming[trace[i]] = i;
        }

        var cached = new Dictionary<int, int>();
        var byNextUse = new SortedSet<(int Next, int Id)>();
        var hits = 0;
        for (var i = 0; i < trace.Length; i++)
        {
            var id = trace[i];
            if (cached.Remove(id, out var planned))
            {
                hits++;
                byNextUse.Remove((planned, id));
            }

            cached[id] = next[i];
            byNextUse.Add((next[i], id));
            if (cached.Count > capacity)
            {
                var last = byNextUse.Max;
                byNextUse.Remove(last);
                cached.Remove(last.Id);
            }
        }

        return (double)hits / trace.Length;
    }
}
