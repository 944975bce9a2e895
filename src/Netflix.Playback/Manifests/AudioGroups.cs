using Netflix.Contracts;

namespace Netflix.Playback.Manifests;

/// <summary>
/// HLS groups of sound, one a codec and number of channels, each with every language: where a track has no surround, its
/// stereo stands in, so that a change of language never is a change of group.
/// </summary>
internal static class AudioGroups
{
    internal sealed record Group(string Id, IReadOnlyList<AudioRendition> Tracks)
    {
        internal string Codecs => string.Join(',', Tracks.Select(track => track.Codecs).Distinct());

        internal int Bandwidth => Tracks.Max(track => track.Bandwidth);
    }

    internal static IReadOnlyList<Group> Of(IReadOnlyList<AudioRendition> audio)
    {
        var groups = audio.GroupBy(track => (track.Codecs, track.Channels)).OrderBy(group => group.Key.Channels).ToList();
        return [.. groups.Select((group, index) => new Group(index == 0 ? "audio" : $"audio{index + 1}", [.. Tracks(audio, [.. group])]))];
    }

    private static IEnumerable<AudioRendition> Tracks(IReadOnlyList<AudioRendition> all, IReadOnlyList<AudioRendition> own) =>
        all.GroupBy(track => (track.Language, track.Kind, track.Label)).Select(same => same.FirstOrDefault(own.Contains) ?? same.MinBy(track => track.Channels)!);
}
