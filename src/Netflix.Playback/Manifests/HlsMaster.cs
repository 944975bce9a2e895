using System.Globalization;
using System.Text;
using Netflix.Contracts;

namespace Netflix.Playback.Manifests;

/// <summary>
/// The HLS multivariant playlist of one session (RFC 8216): the rungs it may have, each on every pathway given.
/// With several pathways, players that know content steering leave a dead edge for the next by themselves.
/// </summary>
internal static class HlsMaster
{
    private const string WatermarkId = "local.netflix.session";

    /// <param name="Id">The edge.</param>
    /// <param name="BaseUrl">Folder of the asset on that edge, with the path token and a final slash.</param>
    internal sealed record Pathway(string Id, string BaseUrl)
    {
        internal string UrlOf(string file) => BaseUrl + file;
    }

    /// <param name="rungs">The first is what players begin with.</param>
    /// <param name="iframes">What players wind through.</param>
    /// <param name="watermark">Leads from a copy of the playlist back to its session.</param>
    /// <param name="playlistUrl">Where the playlist of a rendition with sound or pictures is, on a pathway: on the edge, or with keys at our own address.</param>
    internal static string Write(
        AssetDescription asset, IReadOnlyList<VideoRendition> rungs, IReadOnlyList<TrickPlayTrack> iframes, IReadOnlyList<Pathway> pathways, string? steeringUrl,
        Func<Pathway, string, string> playlistUrl, Guid? watermark = null)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (watermark is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-SESSION-DATA:DATA-ID=\"{WatermarkId}\",VALUE=\"{watermark}\"\n");
        }

        var steered = pathways.Count > 1 && steeringUrl is not null;
        if (steered)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-CONTENT-STEERING:SERVER-URI=\"{steeringUrl}\",PATHWAY-ID=\"{pathways[0].Id}\"\n");
        }

        var groups = AudioGroups.Of(asset.Audio);
        foreach (var pathway in steered ? pathways : [pathways[0]])
        {
            var (suffix, path) = steered ? ($"-{pathway.Id}", $",PATHWAY-ID=\"{pathway.Id}\"") : ("", "");
            WriteTracks(text, asset, groups, pathway, suffix, playlistUrl);
            foreach (var group in groups.DefaultIfEmpty())
            {
                foreach (var rung in rungs)
                {
                    WriteVariant(text, asset, rung, group, suffix, path);
                    text.Append(playlistUrl(pathway, $"{rung.Name}.m3u8")).Append('\n');
                }
            }

            foreach (var frames in iframes)
            {
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={frames.Bandwidth},CODECS=\"{frames.Codecs}\",RESOLUTION={frames.Width}x{frames.Height}")
                    .Append(CultureInfo.InvariantCulture, $"{path},URI=\"{playlistUrl(pathway, $"{frames.Name}.m3u8")}\"\n");
            }

            if (asset.Images is { } images)
            {
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-IMAGE-STREAM-INF:BANDWIDTH={images.Bandwidth},RESOLUTION={images.Width}x{images.Height},CODECS=\"jpeg\"")
                    .Append(CultureInfo.InvariantCulture, $"{path},URI=\"{pathway.UrlOf($"{images.Name}.m3u8")}\"\n");
            }
        }

        return text.ToString();
    }

    private static void WriteTracks(
        StringBuilder text, AssetDescription asset, IReadOnlyList<AudioGroups.Group> groups, Pathway pathway, string suffix, Func<Pathway, string, string> playlistUrl)
    {
        foreach (var group in groups)
        {
            foreach (var (index, track) in group.Tracks.Index())
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{group.Id}{suffix}\",NAME=\"{Quoted(track.Label)}\",LANGUAGE=\"{track.Language}\",")
                    .Append(track.Kind == "description" ? "CHARACTERISTICS=\"public.accessibility.describes-video\"," : "")
                    .Append(CultureInfo.InvariantCulture,
                    $"DEFAULT={(index == 0 ? "YES" : "NO")},AUTOSELECT={(track.Kind == "commentary" ? "NO" : "YES")},CHANNELS=\"{track.Channels}\",URI=\"{playlistUrl(pathway, $"{track.Name}.m3u8")}\"\n");
            }
        }

        foreach (var track in asset.Text)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"text{suffix}\",NAME=\"{Quoted(track.Label)}\",LANGUAGE=\"{track.Language}\",")
                .Append("DEFAULT=NO,AUTOSELECT=YES,").Append(track.Kind switch
                {
                    "forced" => "FORCED=YES,",
                    "captions" => "CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound\",",
                    _ => "",
                })
                .Append(CultureInfo.InvariantCulture, $"URI=\"{pathway.UrlOf($"{track.Name}.m3u8")}\"\n");
        }
    }

    private static void WriteVariant(StringBuilder text, AssetDescription asset, VideoRendition rung, AudioGroups.Group? audio, string suffix, string path)
    {
        var more = audio?.Bandwidth ?? 0;
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={rung.Bandwidth + more},AVERAGE-BANDWIDTH={rung.AverageBandwidth + more},")
            .Append(CultureInfo.InvariantCulture, $"CODECS=\"{rung.Codecs}{(audio is null ? "" : "," + audio.Codecs)}\",RESOLUTION={rung.Width}x{rung.Height},FRAME-RATE={rung.FrameRate:0.000},CLOSED-CAPTIONS=NONE");
        if (audio is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $",AUDIO=\"{audio.Id}{suffix}\"");
        }

        if (asset.Text.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $",SUBTITLES=\"text{suffix}\"");
        }

        text.Append(path).Append('\n');
    }

    /// <summary>A quoted-string holds no quotes and no line breaks.</summary>
    private static string Quoted(string label) => label.Replace('"', '\'').ReplaceLineEndings(" ");
}
