using System.Globalization;
using System.Xml.Linq;
using Netflix.Contracts;

namespace Netflix.Encoding.Packaging;

/// <summary>A track as a DASH manifest tells players of it.</summary>
/// <param name="Name">The folder of its segments.</param>
/// <param name="Kind">As in <see cref="Contracts.TextTrack"/> or <see cref="Contracts.AudioRendition"/>.</param>
internal sealed record DashTrack(string Name, string Language, string Label, string Kind)
{
    internal static DashTrack Of(TextTrack track) => new(track.Name, track.Language, track.Label, track.Kind);

    internal static DashTrack Of(AudioRendition track) => new(track.Name, track.Language, track.Label, track.Kind);
}

/// <summary>Puts tracks that were packaged by themselves into an asset's DASH manifest, and takes them out again.</summary>
internal static class DashTracks
{
    private const string Roles = "urn:mpeg:dash:role:2011";
    private const string AudioPurposes = "urn:tva:metadata:cs:AudioPurposeCS:2007";
    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";

    /// <summary>The manifest with each of the tracks, taken out of <paramref name="packaged"/>, the manifest of these alone.</summary>
    internal static string Add(string manifest, string packaged, IReadOnlyList<DashTrack> tracks)
    {
        var document = XDocument.Parse(manifest);
        var period = document.Descendants(Mpd + "Period").Single();
        foreach (var set in XDocument.Parse(packaged).Descendants(Mpd + "AdaptationSet").ToList())
        {
            // Tracks of one language and codec share a set; each gets its own, for its name and kind are the set's.
            foreach (var representation in set.Elements(Mpd + "Representation"))
            {
                if (tracks.FirstOrDefault(track => track.Name == FolderOf(representation)) is { } track)
                {
                    var own = new XElement(set.Name, set.Attributes(), set.Elements().Where(element => element.Name != Mpd + "Representation"), representation);
                    own.SetAttributeValue("id", NextId(period, "AdaptationSet"));
                    own.Element(Mpd + "Representation")!.SetAttributeValue("id", NextId(period, "Representation"));
                    Describe(own, track);
                    period.Add(own);
                }
            }
        }

        return Text(document);
    }

    internal static string Remove(string manifest, IReadOnlyCollection<string> names)
    {
        var document = XDocument.Parse(manifest);
        foreach (var representation in document.Descendants(Mpd + "Representation").Where(one => names.Contains(FolderOf(one))).ToList())
        {
            var set = representation.Parent!;
            representation.Remove();
            if (!set.Elements(Mpd + "Representation").Any())
            {
                set.Remove();
            }
        }

        return Text(document);
    }

    /// <summary>When the picture's segments end, in seconds: exact, where a playlist's durations are rounded.</summary>
    internal static IReadOnlyList<double> SegmentEnds(string manifest)
    {
        var template = XDocument.Parse(manifest).Descendants(Mpd + "AdaptationSet")
            .First(set => set.Attribute("contentType")?.Value == "video").Descendants(Mpd + "SegmentTemplate").First();
        var (timescale, end, ends) = (Number(template, "timescale") ?? 1, 0L, new List<double>());
        foreach (var run in template.Descendants(Mpd + "S"))
        {
            for (var repeat = Number(run, "r") ?? 0; repeat >= 0; repeat--)
            {
                end += Number(run, "d")!.Value;
                ends.Add((double)end / timescale);
            }
        }

        return ends;

        static long? Number(XElement element, string name) =>
            element.Attribute(name) is { } attribute ? long.Parse(attribute.Value, CultureInfo.InvariantCulture) : null;
    }

    private static void Describe(XElement set, DashTrack track)
    {
        set.SetAttributeValue("lang", track.Language);
        set.Elements().Where(element => element.Name.LocalName is "Role" or "Accessibility" or "Label").Remove();
        var (role, accessibility) = track.Kind switch
        {
            "subtitles" => ("subtitle", null),
            "captions" => ("caption", Descriptor("Accessibility", Roles, "caption")),
            "forced" => ("forced-subtitle", null),
            "commentary" => ("commentary", null),
            "description" => ("alternate", Descriptor("Accessibility", AudioPurposes, "1")), // for who cannot see
            _ => ("dub", (XElement?)null),
        };

        // The schema's order: what tells of the set stands before its segments and representations.
        set.Elements().First(element => element.Name.LocalName is "BaseURL" or "SegmentBase" or "SegmentList" or "SegmentTemplate" or "Representation")
            .AddBeforeSelf(new XElement(Mpd + "Label", track.Label), accessibility, Descriptor("Role", Roles, role));
    }

    private static XElement Descriptor(string name, string scheme, string value) =>
        new(Mpd + name, new XAttribute("schemeIdUri", scheme), new XAttribute("value", value));

    private static int NextId(XElement period, string name) =>
        period.Descendants(Mpd + name).Select(one => int.TryParse(one.Attribute("id")?.Value, CultureInfo.InvariantCulture, out var id) ? id : -1).DefaultIfEmpty(-1).Max() + 1;

    private static string FolderOf(XElement representation) =>
        (representation.Element(Mpd + "SegmentTemplate")?.Attribute("initialization")?.Value ?? "").Split('/')[0];

    private static string Text(XDocument document) => $"{document.Declaration}\n{document}";
}
