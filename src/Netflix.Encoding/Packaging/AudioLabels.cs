using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Packaging;

/// <summary>What sound tracks are called: the language in its own words, and the kind; stereo and 5.1 of one source alike, others apart.</summary>
internal static class AudioLabels
{
    internal static IReadOnlyDictionary<AudioTrackPlan, string> Of(IReadOnlyList<AudioTrackPlan> tracks)
    {
        var labels = new Dictionary<SourceAudio, string>();
        foreach (var source in tracks.Select(track => track.Source).Distinct())
        {
            var name = Languages.Label(source.Language) + source.Kind switch { "commentary" => " (commentary)", "description" => " (audio description)", _ => "" };
            labels[source] = labels.ContainsValue(name) ? Enumerable.Range(2, labels.Count).Select(number => $"{name} {number}").First(other => !labels.ContainsValue(other)) : name;
        }

        return tracks.ToDictionary(track => track, track => labels[track.Source]);
    }
}
