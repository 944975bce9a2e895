using System.Buffers.Text;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Netflix.Bench.Viewers;

/// <summary>One rung and the first sound of a session, as its HLS playlists tell: the same files on each of several edges.</summary>
/// <param name="Paths">Where the files lie, the best first.</param>
/// <param name="KeyId">Of the picture's key, in base64url; null of a clear film.</param>
internal sealed partial record Film(IReadOnlyList<string> Paths, IReadOnlyList<IReadOnlyList<string>> Tracks, double SegmentSeconds, string? KeyId)
{
    internal int Segments => Tracks[0].Count;

    internal IEnumerable<string> FilesOf(int segment) => Tracks.Where(track => segment < track.Count).Select(track => track[segment]);

    /// <param name="number">Viewers have lines of all kinds: this one's rung, counted from the lowest.</param>
    internal static async Task<Film> ReadAsync(Func<string, Task<string>> read, string master, int number)
    {
        var text = await read(master);
        var variants = Variant().Matches(text)
            .Select(match => (Bandwidth: long.Parse(match.Groups["bandwidth"].ValueSpan, CultureInfo.InvariantCulture), Path: match.Groups["path"].Value, Url: match.Groups["url"].Value))
            .OrderBy(variant => variant.Bandwidth).ToList();
        var bandwidths = variants.Select(variant => variant.Bandwidth).Distinct().ToList();
        var first = PathOfMaster().Match(text).Groups[1].Value;
        var rung = bandwidths[number % Math.Min(bandwidths.Count, 3)]; // the lowest three: one machine is the line of all
        var own = variants.Where(variant => variant.Bandwidth == rung).OrderByDescending(variant => variant.Path == first).DistinctBy(variant => variant.Path).ToList();

        var paths = new List<string>();
        var (video, seconds, keyId) = (new List<string>(), 0.0, (string?)null);
        foreach (var variant in own)
        {
            var playlist = await read(variant.Url);
            var urls = Address().Matches(playlist).Select(match => match.Value).Where(url => url.Contains("/media/", StringComparison.Ordinal)).Distinct().ToList();
            var root = Root().Match(urls[0]).Value;
            paths.Add(root);
            video = [.. urls.Select(url => url[root.Length..])];
            seconds = Length().Matches(playlist).Average(match => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            keyId = KeyIdOf(playlist);
        }

        var tracks = new List<IReadOnlyList<string>> { video };
        if (Sound().Match(text) is { Success: true } sound)
        {
            var urls = Address().Matches(await read(sound.Groups[1].Value)).Select(match => match.Value).Where(url => url.Contains("/media/", StringComparison.Ordinal)).Distinct();
            tracks.Add([.. urls.Select(url => url[Root().Match(url).Length..])]);
        }

        return new(paths, tracks, seconds, keyId);
    }

    private static string? KeyIdOf(string playlist) =>
        Key().Match(playlist) is { Success: true } key ? Base64Url.EncodeToString(Convert.FromHexString(key.Groups[1].Value)) : null;

    [GeneratedRegex("#EXT-X-STREAM-INF:BANDWIDTH=(?<bandwidth>\\d+)[^\\n]*?(?:PATHWAY-ID=\"(?<path>[^\"]*)\")?\\n(?<url>\\S+)")]
    private static partial Regex Variant();

    [GeneratedRegex("#EXT-X-CONTENT-STEERING:[^\\n]*PATHWAY-ID=\"([^\"]*)\"")]
    private static partial Regex PathOfMaster();

    [GeneratedRegex("#EXT-X-MEDIA:TYPE=AUDIO[^\\n]*URI=\"([^\"]+)\"")]
    private static partial Regex Sound();

    [GeneratedRegex("https?://[^\"\\s]+")]
    private static partial Regex Address();

    [GeneratedRegex("^https?://[^/]+/media/[^/]+/[^/]+/")]
    private static partial Regex Root();

    [GeneratedRegex("#EXTINF:([0-9.]+)")]
    private static partial Regex Length();

    [GeneratedRegex("KEYID=0x([0-9a-fA-F]{32})")]
    private static partial Regex Key();
}
