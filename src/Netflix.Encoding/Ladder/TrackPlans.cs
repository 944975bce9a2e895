using Netflix.Encoding.Media;

namespace Netflix.Encoding.Ladder;

/// <summary>Which sound and subtitle tracks a source's become.</summary>
internal static class TrackPlans
{
    private const int MostTracks = 16; // 48 % of a job's weight
    private const int MostTexts = 64;
    private const int Stereo = 2;
    private const int StereoKbps = 128;
    private const int Surround = 6;
    private const int SurroundKbps = 384;

    /// <summary>Stereo of each, and 5.1 beside it where the source has it.</summary>
    internal static IReadOnlyList<AudioTrackPlan> Audio(SourceFilm film)
    {
        var tracks = new List<AudioTrackPlan>();
        foreach (var source in film.Audio)
        {
            Add(source, Stereo, StereoKbps, "");
            if (source.Channels >= Surround)
            {
                Add(source, Surround, SurroundKbps, "-51");
            }
        }

        return [.. tracks.Take(MostTracks)];

        void Add(SourceAudio source, int channels, int bitrateKbps, string suffix)
        {
            var name = Unique($"a_{source.Language.ToLowerInvariant()}{suffix}", tracks.Select(track => track.Name));
            var label = Label(source);
            var same = tracks.Where(track => track.Channels == channels).Select(track => track.Label).ToHashSet();
            if (same.Contains(label) && source.Title is { } title)
            {
                label = $"{Languages.Label(source.Language)} ({title})";
            }

            tracks.Add(new(name, source, channels, bitrateKbps, Unique(label, same, " ")));
        }
    }

    private static string Label(SourceAudio source) => Languages.Label(source.Language) + source.Kind switch
    {
        "commentary" => " (commentary)",
        "description" => " (audio description)",
        _ => "",
    };

    internal static IReadOnlyList<TextTrackPlan> Text(SourceFilm film)
    {
        var tracks = new List<TextTrackPlan>();
        foreach (var source in film.Text.Take(MostTexts))
        {
            tracks.Add(new(Unique($"s_{source.Language.ToLowerInvariant()}", tracks.Select(track => track.Name)), source));
        }

        return tracks;
    }

    /// <summary>The name, numbered where it is taken.</summary>
    internal static string Unique(string name, IEnumerable<string> taken, string separator = "-")
    {
        var names = taken.ToHashSet();
        return names.Contains(name) ? Enumerable.Range(2, names.Count).Select(number => $"{name}{separator}{number}").First(other => !names.Contains(other)) : name;
    }
}
