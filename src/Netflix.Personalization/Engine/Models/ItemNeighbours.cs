namespace Netflix.Personalization.Engine.Models;

/// <summary>Cosine neighbours of each title by who watched both: the oldest method, kept as a check on the others.</summary>
internal static class ItemNeighbours
{
    internal static Sparse Train(Sparse liked, int kept, float shrink, CancellationToken cancel)
    {
        var byTitle = liked.Transpose();
        var together = new float[liked.Width];
        var touched = new List<int>();
        var (starts, columns, values) = (new int[liked.Width + 1], new List<int>(), new List<float>());
        for (var title = 0; title < liked.Width; title++)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var profile in byTitle.ColumnsOf(title))
            {
                foreach (var other in liked.ColumnsOf(profile))
                {
                    if (together[other]++ == 0)
                    {
                        touched.Add(other);
                    }
                }
            }

            var own = byTitle.ColumnsOf(title).Length;
            var best = touched.Where(other => other != title)
                .Select(other => (other, Value: together[other] / (MathF.Sqrt((float)own * byTitle.ColumnsOf(other).Length) + shrink)))
                .OrderByDescending(one => one.Value).ThenBy(one => one.other).Take(kept).OrderBy(one => one.other).ToList();
            columns.AddRange(best.Select(one => one.other));
            values.AddRange(best.Select(one => one.Value));
            starts[title + 1] = columns.Count;
            touched.ForEach(other => together[other] = 0);
            touched.Clear();
        }

        return new(starts, [.. columns], [.. values], liked.Width);
    }
}
