namespace Netflix.Personalization.Engine.Models;

/// <summary>A matrix by its rows' entries that are not zero.</summary>
internal sealed class Sparse(int[] starts, int[] columns, float[] values, int width)
{
    internal int[] Starts => starts;

    internal int[] Columns => columns;

    internal float[] Values => values;

    internal int Height => starts.Length - 1;

    internal int Width => width;

    internal long Bytes => 4L * (starts.Length + columns.Length + values.Length);

    internal ReadOnlySpan<int> ColumnsOf(int row) => columns.AsSpan(starts[row]..starts[row + 1]);

    internal ReadOnlySpan<float> ValuesOf(int row) => values.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>What profiles were for: a row a profile, the oldest title first.</summary>
    internal static Sparse Liked(TrainingData data)
    {
        var starts = new int[data.Profiles.Length + 1];
        var columns = new List<int>(data.Interactions.Length);
        var values = new List<float>(data.Interactions.Length);
        for (var profile = 0; profile < data.Profiles.Length; profile++)
        {
            foreach (var one in data.Of(profile))
            {
                if (one.Weight > 0)
                {
                    columns.Add(one.Title);
                    values.Add(one.Weight);
                }
            }

            starts[profile + 1] = columns.Count;
        }

        return new(starts, [.. columns], [.. values], data.Titles.Length);
    }

    internal Sparse Transpose()
    {
        var below = new int[width + 1];
        foreach (var column in columns)
        {
            below[column + 1]++;
        }

        for (var i = 0; i < width; i++)
        {
            below[i + 1] += below[i];
        }

        var (next, rows, turned) = (below.AsSpan(0, width).ToArray(), new int[columns.Length], new float[columns.Length]);
        for (var row = 0; row < Height; row++)
        {
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                var at = next[columns[i]]++;
                (rows[at], turned[at]) = (row, values[i]);
            }
        }

        return new(below, rows, turned, Height);
    }

    /// <summary>Without the columns from <paramref name="count"/> on; columns of a row ascend.</summary>
    internal Sparse FirstColumns(int count)
    {
        var (cut, kept) = (new int[starts.Length], new List<int>());
        for (var row = 0; row < Height; row++)
        {
            for (var i = starts[row]; i < starts[row + 1] && columns[i] < count; i++)
            {
                kept.Add(i);
            }

            cut[row + 1] = kept.Count;
        }

        return new(cut, [.. kept.Select(i => columns[i])], [.. kept.Select(i => values[i])], count);
    }

    internal void AddRowTo(int row, float scale, Span<float> target)
    {
        var own = ColumnsOf(row);
        var weights = ValuesOf(row);
        for (var i = 0; i < own.Length; i++)
        {
            target[own[i]] += scale * weights[i];
        }
    }

    /// <summary>With empty rows and columns after the last.</summary>
    internal Sparse Extended(int count) => new([.. starts, .. Enumerable.Repeat(starts[^1], count)], columns, values, width + count);

    /// <summary>With the rows of another below.</summary>
    internal Sparse Followed(Sparse other) =>
        new([.. starts, .. other.Starts.Skip(1).Select(start => start + columns.Length)], [.. columns, .. other.Columns], [.. values, .. other.Values], width);
}
