using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Text;

/// <summary>What viewers read in the menu of subtitles.</summary>
internal static class TrackLabels
{
    internal static readonly string[] Kinds = ["subtitles", "captions", "forced"];

    internal static string Of(string? label, Contracts.TextTrack track, IEnumerable<string> taken) =>
        label is null ? Of(track.Language, track.Kind, taken) : TrackPlans.Unique(label, taken, " ");

    /// <summary>The language's own name and the kind, numbered where another track has that name: players tell tracks apart by it.</summary>
    internal static string Of(string language, string kind, IEnumerable<string> taken)
    {
        var name = language == Languages.Unknown ? "Subtitles" : Languages.Label(language);
        return TrackPlans.Unique(name + kind switch { "captions" => " (CC)", "forced" => " (forced)", _ => "" }, taken, " ");
    }
}
