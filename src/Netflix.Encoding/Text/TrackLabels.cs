using Netflix.Encoding.Media;

namespace Netflix.Encoding.Text;

/// <summary>What viewers read in the menu of subtitles.</summary>
internal static class TrackLabels
{
    internal static readonly string[] Kinds = ["subtitles", "captions", "forced"];

    /// <summary>The language's own name and the kind, numbered where another track has that name: players tell tracks apart by it.</summary>
    internal static string Of(string language, string kind, IEnumerable<string> taken)
    {
        var primary = language.Split('-')[0];
        var name = language == Languages.Unknown ? "Subtitles" : Languages.Label(primary);
        var label = (primary == language ? name : $"{name} ({language[(primary.Length + 1)..]})") + kind switch { "captions" => " (CC)", "forced" => " (forced)", _ => "" };
        return Unique(label, taken);
    }

    internal static string Unique(string label, IEnumerable<string> taken)
    {
        var names = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.Contains(label) ? Enumerable.Range(2, names.Count).Select(number => $"{label} {number}").First(other => !names.Contains(other)) : label;
    }
}
