using System.Globalization;

namespace Netflix.Encoding.Quality;

/// <summary>A run of seconds in which nothing is to be seen, or nothing moves, or nothing is heard.</summary>
/// <param name="Kind"><c>black</c>, <c>freeze</c> or <c>silence</c>.</param>
internal sealed record Stretch(string Kind, double Start, double End)
{
    public double Seconds => End - Start;
}

/// <summary>Stretches as ffmpeg's detectors report them.</summary>
internal static class Stretches
{
    private const double Touching = 0.15;

    /// <summary>Filters that write their findings as metadata into <paramref name="file"/>. Short runs too, for a chunk may hold half of one.</summary>
    internal static string Filter(string file) =>
        $"blackdetect=d=0.1:pix_th=0.10,freezedetect=n=0.001:d=0.5,metadata=mode=print:file={file}";

    /// <param name="lines"><c>lavfi.black_start=1.5</c> and its kin, among others.</param>
    /// <param name="end">Where what began and did not end ends.</param>
    internal static IReadOnlyList<Stretch> Read(IEnumerable<string> lines, double end)
    {
        var found = new List<Stretch>();
        var open = new Dictionary<string, double>();
        foreach (var line in lines)
        {
            if (!line.StartsWith("lavfi.", StringComparison.Ordinal) || line.Split('=') is not [var name, var value] ||
                !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var time))
            {
                continue;
            }

            var kind = name.Contains("black", StringComparison.Ordinal) ? "black" : name.Contains("freeze", StringComparison.Ordinal) ? "freeze" : "silence";
            if (name.EndsWith("_start", StringComparison.Ordinal))
            {
                open[kind] = time;
            }
            else if (name.EndsWith("_end", StringComparison.Ordinal) && open.Remove(kind, out var start))
            {
                found.Add(new(kind, start, Math.Min(time, end)));
            }
        }

        found.AddRange(open.Select(one => new Stretch(one.Key, one.Value, end)));
        return [.. found.Where(stretch => stretch.Seconds > 0).OrderBy(stretch => stretch.Start)];
    }

    /// <summary>Those of one kind that touch become one.</summary>
    internal static IReadOnlyList<Stretch> Merge(IEnumerable<Stretch> stretches)
    {
        var merged = new List<Stretch>();
        foreach (var stretch in stretches.OrderBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.Start))
        {
            if (merged.Count > 0 && merged[^1] is { } last && last.Kind == stretch.Kind && stretch.Start - last.End <= Touching)
            {
                merged[^1] = last with { End = Math.Max(last.End, stretch.End) };
            }
            else
            {
                merged.Add(stretch);
            }
        }

        return merged;
    }
}
