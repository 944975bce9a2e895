using System.Globalization;
using System.Xml.Linq;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Pictures;

namespace Netflix.Encoding.Packaging;

/// <summary>
/// Describes what the packager wrote, by its DASH manifest: there each rendition's codec and peak rate stand alone, while
/// the HLS master playlist has them only added up with the sound's. Averages are of the files.
/// </summary>
internal static class PackagedAsset
{
    internal static AssetDescription Describe(EncodePlan plan, string manifest, Func<string, long> bytesOf, Func<string, int> iframeBandwidthOf)
    {
        var seconds = plan.Source.DurationSeconds;
        var representations = Read(manifest);
        var video = plan.Ladder.Select(rung =>
        {
            var made = representations[rung.Name];
            return new VideoRendition(
                rung.Name, rung.Lines, rung.Width, rung.Height, made.Codecs, made.Bandwidth, (int)(bytesOf(rung.Name) * 8 / seconds), Math.Round(plan.Source.Rate.Value, 3),
                iframeBandwidthOf(rung.Name), rung.OnlyFor);
        });
        var audio = plan.Audio.Select(track => new AudioRendition(
            track.Name, track.Source.Language, track.Label, track.Channels,
            representations[track.Name].Codecs, representations[track.Name].Bandwidth, track.Source.Kind));
        return new(Math.Round(seconds, 3), [.. video], [.. audio], [], null, SpriteSheet.IndexFile)
        {
            TrickPlay = Packager.TrickPlayOf(plan.Ladder) is { } trick && representations[Packager.NameOfTrickPlay(trick)] is var frames
                ? new(Packager.NameOfTrickPlay(trick), trick.Lines, trick.Width, trick.Height, frames.Codecs, frames.Bandwidth) : null,
        };
    }

    /// <summary>Renditions of an MPD by the folder of their segments.</summary>
    internal static IReadOnlyDictionary<string, (string Codecs, int Bandwidth)> Read(string manifest)
    {
        XNamespace mpd = "urn:mpeg:dash:schema:mpd:2011";
        return XDocument.Parse(manifest).Descendants(mpd + "Representation").ToDictionary(
            made => made.Element(mpd + "SegmentTemplate")!.Attribute("initialization")!.Value.Split('/')[0],
            made => (made.Attribute("codecs")!.Value, int.Parse(made.Attribute("bandwidth")!.Value, CultureInfo.InvariantCulture)));
    }
}
