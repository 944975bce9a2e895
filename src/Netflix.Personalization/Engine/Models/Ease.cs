using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// What each title says for each other one, in closed form: <c>B = I - P diag(1/P)</c> with <c>P = (X'X + D)^-1</c>. For serving
/// only the strongest terms of each row stay. Titles beyond <see cref="EaseSettings.Titles"/> (the least watched) have none.
/// </summary>
internal static class Ease
{
    internal static Sparse Train(Sparse liked, EaseSettings settings, int threads, CancellationToken cancel)
    {
        var watched = new int[liked.Width];
        foreach (var title in liked.Columns)
        {
            watched[title]++;
        }

        // The most watched first: their pairs lie close together, and the cut falls on the tail.
        var chosen = Enumerable.Range(0, liked.Width).Where(title => watched[title] >= settings.LeastWatched)
            .OrderByDescending(title => watched[title]).ThenBy(title => title).Take(settings.Titles).ToArray();
        var place = new int[liked.Width];
        Array.Fill(place, -1);
        for (var i = 0; i < chosen.Length; i++)
        {
            place[chosen[i]] = i;
        }

        var matrix = Count(liked, place, chosen.Length, cancel);
        for (var i = 0; i < chosen.Length; i++)
        {
            var row = matrix.Row(i);
            row[i] += settings.Ridge + (settings.DiagonalShare * row[i]);
        }

        matrix.Invert(threads, cancel);
        return Strongest(matrix, chosen, liked.Width, settings.Kept, cancel);
    }

    /// <summary>X'X over the chosen titles: how many profiles watched both.</summary>
    private static SymmetricMatrix Count(Sparse liked, int[] place, int size, CancellationToken cancel)
    {
        var matrix = new SymmetricMatrix(size);
        var own = new List<int>();
        for (var profile = 0; profile < liked.Height; profile++)
        {
            cancel.ThrowIfCancellationRequested();
            own.Clear();
            foreach (var title in liked.ColumnsOf(profile))
            {
                if (place[title] >= 0)
                {
                    own.Add(place[title]);
                }
            }

            own.Sort();
            var places = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(own);
            for (var i = 0; i < places.Length; i++)
            {
                var row = matrix.Row(places[i]);
                foreach (var other in places[..(i + 1)])
                {
                    row[other]++;
                }
            }
        }

        return matrix;
    }

    /// <summary>Row i: what having watched i adds to each other title.</summary>
    private static Sparse Strongest(SymmetricMatrix inverse, int[] chosen, int width, int kept, CancellationToken cancel)
    {
        var size = inverse.Size;
        var diagonal = new float[size];
        for (var i = 0; i < size; i++)
        {
            diagonal[i] = -1 / inverse[i, i];
        }

        var rows = new (int[] Columns, float[] Values)[width];
        Array.Fill(rows, ([], []));
        var (row, strength) = (new float[size], new float[size]);
        for (var i = 0; i < size; i++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var j = 0; j < size; j++)
            {
                row[j] = j == i ? 0 : inverse[i, j] * diagonal[j];
                strength[j] = Math.Abs(row[j]);
            }

            var least = size > kept ? Selection.Largest(strength, kept) : float.Epsilon;
            var columns = new List<int>(kept);
            var values = new List<float>(kept);
            for (var j = 0; j < size; j++)
            {
                if (strength[j] >= least && strength[j] > 0 && columns.Count < kept)
                {
                    columns.Add(chosen[j]);
                    values.Add(row[j]);
                }
            }

            var (c, v) = (columns.ToArray(), values.ToArray());
            Array.Sort(c, v);
            rows[chosen[i]] = (c, v);
        }

        var starts = new int[width + 1];
        for (var i = 0; i < width; i++)
        {
            starts[i + 1] = starts[i] + rows[i].Columns.Length;
        }

        return new(starts, [.. rows.SelectMany(one => one.Columns)], [.. rows.SelectMany(one => one.Values)], width);
    }
}
