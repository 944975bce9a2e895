using System.Globalization;
using System.Xml.Linq;

namespace Netflix.Playback.Manifests;

/// <summary>The packager's MPD made one session's: rungs above its cap taken out, a BaseURL for each edge put in.</summary>
internal static class DashManifest
{
    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";

    internal static string Write(string packaged, int maxRung, IReadOnlyList<HlsMaster.Pathway> pathways)
    {
        var document = XDocument.Parse(packaged);
        foreach (var set in document.Descendants(Mpd + "AdaptationSet").ToList())
        {
            foreach (var representation in set.Elements(Mpd + "Representation").Where(one => RungOf(one) > maxRung).ToList())
            {
                representation.Remove();
            }

            if (!set.Elements(Mpd + "Representation").Any())
            {
                set.Remove();
                continue;
            }

            Limit(set, "maxWidth", "width");
            Limit(set, "maxHeight", "height");
        }

        document.Root!.AddFirst(pathways.Select(pathway => new XElement(
            Mpd + "BaseURL", new XAttribute("serviceLocation", pathway.Id), pathway.BaseUrl)));
        return document.Declaration + "\n" + document;
    }

    /// <summary>Read off the segments' folder, <c>v720/$Number$.m4s</c>: the same place that edges read it off.</summary>
    private static int RungOf(XElement representation)
    {
        var path = representation.Descendants(Mpd + "SegmentTemplate").FirstOrDefault()?.Attribute("media")?.Value
            ?? representation.Element(Mpd + "BaseURL")?.Value ?? "";
        var folder = path.Split('/')[0];
        return folder.StartsWith('v') && int.TryParse(folder.AsSpan(1), CultureInfo.InvariantCulture, out var rung) ? rung : 0;
    }

    private static void Limit(XElement set, string most, string each)
    {
        if (set.Attribute(most) is { } attribute)
        {
            attribute.SetValue(set.Elements(Mpd + "Representation").Max(one => (int?)one.Attribute(each) ?? (int)attribute));
        }
    }
}
