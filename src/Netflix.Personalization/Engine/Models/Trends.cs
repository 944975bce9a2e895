using System.Collections.Concurrent;

namespace Netflix.Personalization.Engine.Models;

/// <summary>What is watched now, by region: each watch weighs half as much after a half-life. Asked for a time in the past, it knows only what came before.</summary>
internal sealed class Trends
{
    private const int Remembered = 64; // (region, day) lists kept; a day has one a region
    private const float Elsewhere = 0.1f; // a watch in another region counts this much

    private readonly ConcurrentDictionary<(int Region, long Bucket), (float[] Scores, float Least)> cache = new();
    private readonly long[] at;
    private readonly int[] titles;
    private readonly short[] regions;
    private readonly string[] names;
    private readonly int width;

    /// <param name="at">Unix seconds, ascending.</param>
    internal Trends(long[] at, int[] titles, short[] regions, string[] names, int width, TrendSettings settings) =>
        (this.at, this.titles, this.regions, this.names, this.width, Settings) = (at, titles, regions, names, width, settings);

    internal TrendSettings Settings { get; }

    internal long Bytes => at.Length * 14L + cache.Count * 4L * width;

    internal (long[] At, int[] Titles, short[] Regions, string[] Names) Events => (at, titles, regions, names);

    internal static Trends Learn(TrainingData data, TrendSettings settings)
    {
        var names = data.Regions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var events = new List<Interaction>(data.Interactions.Length);
        foreach (var one in data.Interactions)
        {
            if (one.Weight > 0)
            {
                events.Add(one);
            }
        }

        var kept = events.OrderBy(one => one.At).ThenBy(one => one.Title).TakeLast(settings.Events).ToArray();
        return new(
            [.. kept.Select(one => one.At)], [.. kept.Select(one => one.Title)],
            [.. kept.Select(one => (short)Array.BinarySearch(names, data.Regions[one.Profile], StringComparer.Ordinal))], names, data.Titles.Length, settings);
    }

    internal Trends Widened(int titlesNow) => new(at, titles, regions, names, titlesNow, Settings);

    /// <summary>Of each title log(1 + decayed watches); shared, not to be written.</summary>
    internal float[] At(string region, DateTimeOffset time) => Known(region, time).Scores;

    private (float[] Scores, float Least) Known(string region, DateTimeOffset time)
    {
        var key = (Math.Max(-1, Array.BinarySearch(names, region, StringComparer.Ordinal)), time.ToUnixTimeSeconds() / 86_400);
        if (cache.TryGetValue(key, out var known))
        {
            return known;
        }

        var scores = Count(key.Item1, (key.Item2 + 1) * 86_400);
        if (cache.Count >= Remembered)
        {
            cache.Clear();
        }

        return cache[key] = (scores, Numerics.Selection.Largest(scores, Math.Max(1, scores.Length / 20)));
    }

    /// <summary>Whether a title is watched more now than nineteen in twenty are.</summary>
    internal bool Lift(string region, DateTimeOffset time, int title)
    {
        var (scores, least) = Known(region, time);
        return scores[title] > 0 && scores[title] >= least;
    }

    private float[] Count(int region, long end)
    {
        var scores = new float[width];
        var halfLife = Settings.HalfLifeDays * 86_400.0;
        var last = Array.BinarySearch(at, end);
        for (var i = (last < 0 ? ~last : last) - 1; i >= 0 && end - at[i] < 10 * halfLife; i--)
        {
            scores[titles[i]] += (region < 0 || regions[i] == region ? 1 : Elsewhere) * (float)Math.Pow(2, -(end - at[i]) / halfLife);
        }

        foreach (ref var score in scores.AsSpan())
        {
            score = MathF.Log(1 + score);
        }

        return scores;
    }
}
