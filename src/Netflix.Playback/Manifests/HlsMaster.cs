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
    /// <param name="Id">The edge.</param>
    /// <param name="BaseUrl">Folder of the asset on that edge, with the path token and a final slash.</param>
    internal sealed record Pathway(string Id, string BaseUrl);

    internal static string Write(AssetDescription asset, IReadOnlyList<VideoRendition> rungs, IReadOnlyList<Pathway> pathways, string? steeringUrl)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        var steered = pathways.Count > 1 && steeringUrl is not null;
        if (steered)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-CONTENT-STEERING:SERVER-URI=\"{steeringUrl}\",PATHWAY-ID=\"{pathways[0].Id}\"\n");
        }

        foreach (var pathway in steered ? pathways : [pathways[0]])
        {
            var suffix = steered ? "-" + pathway.Id : "";
            WriteTracks(text, asset, pathway, suffix);
            foreach (var rung in rungs)
            {
                WriteVariant(text, asset, rung, pathway, suffix, steered);
            }
        }

        return text.ToString();
    }

    private static void WriteTracks(StringBuilder text, AssetDescription asset, Pathway pathway, string suffix)
    {
        foreach (var (index, track) in asset.Audio.Index())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio{suffix}\",NAME=\"{Quoted(track.Label)}\",LANGUAGE=\"{track.Language}\",")
                .Append(CultureInfo.InvariantCulture,
                $"DEFAULT={(index == 0 ? "YES" : "NO")},AUTOSELECT=YES,CHANNELS=\"{track.Channels}\",URI=\"{pathway.BaseUrl}{track.Name}.m3u8\"\n");
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
                .Append(CultureInfo.InvariantCulture, $"URI=\"{pathway.BaseUrl}{track.Name}.m3u8\"\n");
        }
    }

    private static void WriteVariant(StringBuilder text, AssetDescription asset, VideoRendition rung, Pathway pathway, string suffix, bool steered)
    {
        var audio = asset.Audio.Count > 0 ? asset.Audio.Max(track => track.Bandwidth) : 0;
        var codecs = string.Join(',', asset.Audio.Select(track => track.Codecs).Distinct().Prepend(rung.Codecs));
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={rung.Bandwidth + audio},AVERAGE-BANDWIDTH={rung.AverageBandwidth + audio},")
            .Append(CultureInfo.InvariantCulture, $"CODECS=\"{codecs}\",RESOLUTION={rung.Width}x{rung.Height},FRAME-RATE={rung.FrameRate:0.000},CLOSED-CAPTIONS=NONE");
        if (asset.Audio.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $",AUDIO=\"audio{suffix}\"");
        }

        if (asset.Text.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $",SUBTITLES=\"text{suffix}\"");
        }

        if (steered)
        {
            text.Append(CultureInfo.InvariantCulture, $",PATHWAY-ID=\"{pathway.Id}\"");
        }

        text.Append('\n').Append(pathway.BaseUrl).Append(rung.Name).Append(".m3u8\n");
    }

    /// <summary>A quoted-string holds no quotes and no line breaks.</summary>
    private static string Quoted(string label) => label.Replace('"', '\'').ReplaceLineEndings(" ");
}
