using System.Xml.Linq;
using Netflix.Contracts;

namespace Netflix.Playback.Manifests;

/// <summary>
/// The packager's MPD made one session's: rungs that are not for it taken out, a BaseURL for each edge put in, and where keys are
/// got.
/// </summary>
internal static class DashManifest
{
    private const string TrickMode = "http://dashif.org/guidelines/trickmode";
    private const string Switching = "urn:mpeg:dash:adaptation-set-switching:2016";
    private const string Watermark = "urn:netflix:session";
    private const string ThumbnailTiles = "http://dashif.org/guidelines/thumbnail_tile";

    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";

    /// <param name="isFor">Whether a rendition, by its name, is for this session.</param>
    /// <param name="licence">Null for a clear asset.</param>
    /// <param name="start">The rendition that players begin with, listed first.</param>
    /// <param name="steeringUrl">Where players ask which edge to use from now on (ETSI TS 103 998).</param>
    /// <param name="watermark">Leads from a copy of the manifest back to its session.</param>
    internal static string Write(
        string packaged, Func<string, bool> isFor, IReadOnlyList<HlsMaster.Pathway> pathways, DashLicence? licence = null, ImageTrack? images = null,
        string? start = null, string? steeringUrl = null, Guid? watermark = null)
    {
        var document = XDocument.Parse(packaged);
        foreach (var set in document.Descendants(Mpd + "AdaptationSet").ToList())
        {
            foreach (var representation in set.Elements(Mpd + "Representation").Where(one => !isFor(NameOf(one))).ToList())
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
            licence?.Signal(set);
        }

        foreach (var period in document.Root!.Elements(Mpd + "Period"))
        {
            Relate(period);
            BeginWith(period, start);
            if (images is not null)
            {
                period.Add(Thumbnails(images));
            }
        }

        document.Root.AddFirst(pathways.Select(pathway => new XElement(
            Mpd + "BaseURL", new XAttribute("serviceLocation", pathway.Id), pathway.BaseUrl)));
        if (pathways.Count > 1 && steeringUrl is not null)
        {
            document.Root.Elements(Mpd + "BaseURL").Last().AddAfterSelf(new XElement(
                Mpd + "ContentSteering", new XAttribute("defaultServiceLocation", pathways[0].Id), new XAttribute("queryBeforeStart", "false"), steeringUrl));
        }

        if (watermark is not null)
        {
            document.Root.Add(new XElement(
                Mpd + "SupplementalProperty", new XAttribute("schemeIdUri", Watermark), new XAttribute("value", watermark)));
        }

        return document.Declaration + "\n" + document;
    }

    /// <summary>
    /// A key each for SD and HD means a set each; players change between sets that name each other. The packager names sets
    /// by numbers that it gives anew afterwards, and some are gone now.
    /// </summary>
    private static void Relate(XElement period)
    {
        var video = period.Elements(Mpd + "AdaptationSet").Where(set => (string?)set.Attribute("contentType") == "video").ToLookup(set => Property(set, TrickMode) is not null);
        var ids = video[false].Select(set => set.Attribute("id")!.Value).ToList();
        foreach (var set in video[false].Where(set => Property(set, Switching) is not null))
        {
            var others = ids.Where(id => id != set.Attribute("id")!.Value).ToList();
            if (others.Count > 0)
            {
                Property(set, Switching)!.SetAttributeValue("value", string.Join(',', others));
            }
            else
            {
                Property(set, Switching)!.Remove();
            }
        }

        foreach (var set in video[true])
        {
            Property(set, TrickMode)!.SetAttributeValue("value", string.Join(' ', ids));
        }
    }

    private static void BeginWith(XElement period, string? start)
    {
        var representation = start is null ? null : period.Descendants(Mpd + "Representation").FirstOrDefault(one => NameOf(one) == start);
        if (representation?.Parent is not { } set)
        {
            return;
        }

        MoveBefore(representation, set.Elements(Mpd + "Representation").First());
        MoveBefore(set, period.Elements(Mpd + "AdaptationSet").First());

        static void MoveBefore(XElement moved, XElement first)
        {
            if (moved != first)
            {
                moved.Remove();
                first.AddBeforeSelf(moved);
            }
        }
    }

    /// <summary>Sheets of tiles, as DASH-IF's guidelines have them.</summary>
    private static XElement Thumbnails(ImageTrack images) => new(
        Mpd + "AdaptationSet", new XAttribute("contentType", "image"), new XAttribute("mimeType", "image/jpeg"),
        new XElement(
            Mpd + "SegmentTemplate", new XAttribute("media", images.Files), new XAttribute("startNumber", 1), new XAttribute("timescale", 1000),
            new XAttribute("duration", Math.Round(images.Columns * images.Rows * images.Seconds * 1000))),
        new XElement(
            Mpd + "Representation", new XAttribute("id", images.Name), new XAttribute("bandwidth", images.Bandwidth),
            new XAttribute("width", images.Width * images.Columns), new XAttribute("height", images.Height * images.Rows),
            new XElement(Mpd + "EssentialProperty", new XAttribute("schemeIdUri", ThumbnailTiles), new XAttribute("value", $"{images.Columns}x{images.Rows}"))));

    private static XElement? Property(XElement set, string scheme) =>
        set.Elements().FirstOrDefault(one => one.Name.LocalName.EndsWith("Property", StringComparison.Ordinal) && (string?)one.Attribute("schemeIdUri") == scheme);

    /// <summary>The folder of its segments, as in <c>v720/$Number$.m4s</c>.</summary>
    private static string NameOf(XElement representation) =>
        (representation.Descendants(Mpd + "SegmentTemplate").FirstOrDefault()?.Attribute("media")?.Value ?? representation.Element(Mpd + "BaseURL")?.Value ?? "").Split('/')[0];

    private static void Limit(XElement set, string most, string each)
    {
        if (set.Attribute(most) is { } attribute)
        {
            attribute.SetValue(set.Elements(Mpd + "Representation").Max(one => (int?)one.Attribute(each) ?? (int)attribute));
        }
    }
}
