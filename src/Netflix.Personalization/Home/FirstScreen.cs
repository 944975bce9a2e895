namespace Netflix.Personalization.Home;

/// <summary>Nobody wants to see a title twice at once.</summary>
internal static class FirstScreen
{
    /// <summary>
    /// The rows, with no title twice among the first titles of the first rows. What a row above shows gives way to what
    /// comes later in its own row, and leaves a row that has nothing else; what is being watched and what was listed stays as it is.
    /// </summary>
    internal static IReadOnlyList<ShownRow> WithoutRepeats(IReadOnlyList<ShownRow> rows)
    {
        var (shown, kept) = (new HashSet<Guid>(), new List<ShownRow>(rows.Count));
        foreach (var row in rows)
        {
            if (kept.Count >= HomeReader.FirstRows)
            {
                kept.Add(row);
                continue;
            }

            var isOwn = row.Algorithm is "history" or "list";
            var items = isOwn && kept.Count == 0 ? row.Items : [.. row.Items.Where(card => !shown.Contains(card.ContentId))];
            if (items.Count == 0)
            {
                continue;
            }

            // Repeats come after the first screen's edge, where the row has enough before it.
            var rest = items.Count >= HomeReader.FirstTitles ? row.Items.Where(card => shown.Contains(card.ContentId)) : [];
            kept.Add(row with { Items = items.Count == row.Items.Count ? row.Items : [.. items, .. rest] });
            shown.UnionWith(items.Take(HomeReader.FirstTitles).Select(card => card.ContentId));
        }

        return kept;
    }
}
