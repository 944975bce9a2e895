using System.Diagnostics;

namespace Netflix.Bench.Api;

/// <summary>One page under load.</summary>
/// <param name="P50">Milliseconds; <paramref name="P99"/> too.</param>
/// <param name="PerCpuSecond">Requests a CPU-second of all that answer them.</param>
internal sealed record Figures(double P50, double P99, double PerCpuSecond, int Requests);

internal static class Measure
{
    internal const int Connections = 8;

    /// <summary>Callers, each with its next request when the last is answered.</summary>
    /// <param name="request">Makes request number <c>n</c> as caller <c>c</c>.</param>
    internal static async Task<Figures> RunAsync(int requests, Func<TimeSpan> cpu, Func<int, int, Task> request, int connections = Connections)
    {
        var times = new double[requests];
        var next = -1;
        var before = cpu();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(caller => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n < requests)
            {
                var start = Stopwatch.GetTimestamp();
                await request(n, caller);
                times[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        var used = (cpu() - before).TotalSeconds;
        Array.Sort(times);
        return new Figures(times[requests / 2], times[(int)(requests * 0.99)], requests / Math.Max(used, 0.01), requests);
    }
}
