using Netflix.Contracts;

namespace Netflix.Personalization.Home;

/// <summary>Nobody wants to see a title twice at once.</summary>
internal static class FirstScreen
{
    /// <summary>What a screen shows without scrolling: this many rows of so many titles.</summary>
    internal const int Rows = 4, Titles = 6;

    /// <summary>
    /// The rows, with no title twice among the first titles of the first rows. The rows take turns, each its best title that
    /// no other has taken, who has the fewest to choose from first, so that a small library still fills them all; what another row
    /// took comes after the screen's edge, and a row that gets nothing is left out. What is under way stands at the top as it is.
    /// </summary>
    internal static IReadOnlyList<ShownRow> WithoutRepeats(IReadOnlyList<ShownRow> rows)
    {
        var left = rows.ToList();
        while (true)
        {
            var first = left.Take(Rows).ToList();
            var shown = Draft(first);
            if (shown.TrueForAll(titles => titles.Count > 0))
            {
                return [.. first.Select((row, i) => row with { Items = InOrder(row, shown[i]) }), .. left.Skip(Rows)];
            }

            left.RemoveAll(row => first.IndexOf(row) is var i and >= 0 && shown[i].Count == 0);
        }
    }

    private static List<List<TitleCard>> Draft(List<ShownRow> rows)
    {
        var drafted = rows.ConvertAll(row => row.Algorithm == "history" ? row.Items.ToList() : []);
        var (taken, waiting) = (drafted.SelectMany(titles => titles).Select(card => card.ContentId).ToHashSet(), rows.ConvertAll(row => new Queue<TitleCard>(row.Items)));
        var turns = Enumerable.Range(0, rows.Count).OrderBy(i => rows[i].Items.Count).ToList();
        for (var turn = 0; turn < Titles; turn++)
        {
            foreach (var i in turns)
            {
                while (rows[i].Algorithm != "history" && waiting[i].TryDequeue(out var card))
                {
                    if (taken.Add(card.ContentId))
                    {
                        drafted[i].Add(card);
                        break;
                    }
                }
            }
        }

        return drafted;
    }

    /// <summary>Beyond a full screen's width the row goes on with all that it had.</summary>
    private static List<TitleCard> InOrder(ShownRow row, List<TitleCard> first)
    {
        if (first.Count < Titles || row.Algorithm == "history")
        {
            return first;
        }

        var ids = first.Select(card => card.ContentId).ToHashSet();
        return [.. first, .. row.Items.Where(card => !ids.Contains(card.ContentId))];
    }
}
