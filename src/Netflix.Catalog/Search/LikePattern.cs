namespace Netflix.Catalog.Search;

/// <summary>SQL's LIKE patterns out of what people type.</summary>
internal static class LikePattern
{
    /// <summary>For texts that hold the query; null when there is nothing to look for.</summary>
    internal static string? Holding(string? query) => Understood.Clean(query) is { } text ? $"%{Escaped(text)}%" : null;

    internal static string Escaped(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
