using Netflix.Personalization.Experiments;

namespace Netflix.Personalization.Home;

/// <summary>What an experiment makes of the order of rows.</summary>
internal static class RowParameters
{
    internal static IReadOnlyList<ShownRow> Apply(HomeParameters parameters, IReadOnlyList<ShownRow> rows)
    {
        if (parameters is { RowsOrder: null, RowsHidden: null })
        {
            return rows;
        }

        return [.. rows.Where(row => parameters.RowsHidden?.Any(pattern => Matches(pattern, row.Id)) != true)
            .OrderBy(row => parameters.RowsOrder?.Index().Where(one => Matches(one.Item, row.Id)).Select(one => (int?)one.Index).FirstOrDefault() ?? int.MaxValue)];
    }

    /// <summary><c>genre-*</c> is all whose ids begin so.</summary>
    private static bool Matches(string pattern, string id) => pattern.EndsWith('*') ? id.StartsWith(pattern[..^1], StringComparison.Ordinal) : id == pattern;
}
