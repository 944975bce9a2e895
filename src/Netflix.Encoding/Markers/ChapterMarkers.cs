using System.Text.RegularExpressions;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Markers;

/// <summary>Markers from a container's chapters: one each, and beside it what its name tells of an intro, a recap or the credits.</summary>
internal static partial class ChapterMarkers
{
    internal const int Most = 400;
    private const int LongestTitle = 200;
    private const double NamedSo = 0.9;

    internal static IReadOnlyList<StoredMarker> Of(IReadOnlyList<SourceChapter> chapters, double seconds)
    {
        var markers = new List<StoredMarker>();
        foreach (var (number, chapter) in chapters.Take(Most).Index())
        {
            var (start, end) = (Math.Round(Math.Max(0, chapter.Start), 3), Math.Round(Math.Min(seconds, chapter.End), 3));
            if (end <= start)
            {
                continue;
            }

            var title = Clean(chapter.Title) ?? $"Chapter {number + 1}";
            markers.Add(new(MarkerKind.Chapter, start, end, title, 1));
            if (KindOf(title) is { } kind && !markers.Exists(one => one.Kind == kind))
            {
                markers.Add(new(kind, start, end, null, NamedSo));
            }
        }

        return markers;
    }

    private static string? KindOf(string title) =>
        Intro().IsMatch(title) ? MarkerKind.Intro : Recap().IsMatch(title) ? MarkerKind.Recap : Credits().IsMatch(title) ? MarkerKind.Credits
        : Preview().IsMatch(title) ? MarkerKind.Preview : null;

    private static string? Clean(string? title)
    {
        var plain = title is null ? "" : string.Concat(title.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))).Trim();
        return plain.Length == 0 ? null : plain[..Math.Min(plain.Length, LongestTitle)];
    }

    [GeneratedRegex(@"^\W*(intro|introduction|opening( credits| titles| theme)?|main titles?|title sequence|vorspann|générique de début)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Intro();

    [GeneratedRegex(@"^\W*(recap|previously( on\b.*)?)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Recap();

    [GeneratedRegex(@"^\W*(preview|next (episode|time)( on\b.*)?|coming up|scenes from (the )?next\b.*|vorschau)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Preview();

    [GeneratedRegex(@"^\W*((end|closing|final) (credits|titles)|credits|ending|abspann|générique de fin|eftertexter)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Credits();
}
