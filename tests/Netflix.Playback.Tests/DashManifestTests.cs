using System.Xml.Linq;
using Netflix.Playback.Manifests;

namespace Netflix.Playback.Tests;

public class DashManifestTests
{
    private const string Packaged = """
        <?xml version="1.0" encoding="UTF-8"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">
          <Period id="0">
            <AdaptationSet id="0" contentType="video" maxWidth="1920" maxHeight="1080">
              <Representation id="0" bandwidth="5000000" width="1920" height="1080"><SegmentTemplate initialization="v1080/init.mp4" media="v1080/$Number$.m4s"/></Representation>
              <Representation id="1" bandwidth="900000" width="854" height="480"><SegmentTemplate initialization="v480/init.mp4" media="v480/$Number$.m4s"/></Representation>
            </AdaptationSet>
            <AdaptationSet id="1" contentType="audio" lang="en">
              <Representation id="2" bandwidth="130000"><SegmentTemplate initialization="a_en/init.mp4" media="a_en/$Number$.m4s"/></Representation>
            </AdaptationSet>
          </Period>
        </MPD>
        """;

    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";

    [TestCase(1080, new[] { "0", "1", "2" }, 1080)]
    [TestCase(480, new[] { "1", "2" }, 480)]
    [TestCase(240, new[] { "2" }, null)]
    public void Cap_KeepsRungsUpToIt(int cap, string[] kept, int? maxHeight)
    {
        var manifest = XDocument.Parse(DashManifest.Write(Packaged, UpTo(cap), [new("edge1", "http://one/")]));

        Assert.That(manifest.Descendants(Mpd + "Representation").Select(one => one.Attribute("id")!.Value), Is.EqualTo(kept));
        Assert.That(manifest.Descendants(Mpd + "AdaptationSet").Attributes("maxHeight").Select(one => (int?)one).SingleOrDefault(), Is.EqualTo(maxHeight));
    }

    [Test]
    public void Edges_AreBaseUrlsInOrderBeforeThePeriod()
    {
        var manifest = XDocument.Parse(DashManifest.Write(Packaged, UpTo(1080), [new("edge1", "http://one/"), new("edge2", "http://two/")]));

        Assert.That(manifest.Root!.Elements().Select(element => element.Name.LocalName), Is.EqualTo(new[] { "BaseURL", "BaseURL", "Period" }));
        Assert.That(manifest.Root.Elements(Mpd + "BaseURL").Select(url => url.Value), Is.EqualTo(new[] { "http://one/", "http://two/" }));
    }

    /// <summary>A session that may have so many lines; <c>v480</c>, <c>t360</c> and the like.</summary>
    private static Func<string, bool> UpTo(int cap) =>
        name => !int.TryParse(name.TrimStart('v', 't').Split('-')[0], System.Globalization.CultureInfo.InvariantCulture, out var lines) || lines <= cap;

    private const string Encrypted = """
        <?xml version="1.0" encoding="UTF-8"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">
          <Period id="0">
            <AdaptationSet id="0" contentType="video">
              <ContentProtection schemeIdUri="urn:uuid:1077efec-c0b2-4d02-ace3-3c1e52e2fb4b"/>
              <ContentProtection schemeIdUri="urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed"/>
              <SupplementalProperty schemeIdUri="urn:mpeg:dash:adaptation-set-switching:2016" value="0"/>
              <Representation id="0"><SegmentTemplate media="v1080-2/$Number$.m4s"/></Representation>
            </AdaptationSet>
            <AdaptationSet id="1" contentType="video">
              <ContentProtection schemeIdUri="urn:uuid:1077efec-c0b2-4d02-ace3-3c1e52e2fb4b"/>
              <SupplementalProperty schemeIdUri="urn:mpeg:dash:adaptation-set-switching:2016" value="2"/>
              <Representation id="1"><SegmentTemplate media="v480/$Number$.m4s"/></Representation>
            </AdaptationSet>
            <AdaptationSet id="2" contentType="video">
              <EssentialProperty schemeIdUri="http://dashif.org/guidelines/trickmode" value="0"/>
              <Representation id="2"><SegmentTemplate media="t360/$Number$.m4s"/></Representation>
            </AdaptationSet>
          </Period>
        </MPD>
        """;

    [TestCase(1080, new[] { "1", "0" }, "0 1")]
    [TestCase(480, new string[0], "1")]
    [TestCase(240, new string[0], null)]
    public void SetsOfQualityClasses_NameEachOtherAsFarAsTheyAreThere(int cap, string[] switching, string? trickMode)
    {
        var manifest = XDocument.Parse(DashManifest.Write(Encrypted, UpTo(cap), [new("edge1", "http://one/")]));

        Assert.That(manifest.Descendants(Mpd + "SupplementalProperty").Select(one => one.Attribute("value")!.Value), Is.EqualTo(switching));
        Assert.That(manifest.Descendants(Mpd + "EssentialProperty").Select(one => one.Attribute("value")!.Value).SingleOrDefault(), Is.EqualTo(trickMode));
    }

    [Test]
    public void Licence_TakesThePlaceOfTheCommonSystemAndStandsBesideVendors()
    {
        var licence = new DashLicence("http://web/license?a=1&b=2", new() { Widevine = "http://proxy/widevine" });

        var manifest = XDocument.Parse(DashManifest.Write(Encrypted, UpTo(1080), [new("edge1", "http://one/")], licence));

        Assert.That(manifest.Descendants().Where(one => one.Name.LocalName == "Laurl").Select(one => (one.Parent!.Attribute("schemeIdUri")!.Value[9..17], one.Value)),
            Is.EqualTo(new[] { ("e2719d58", "http://web/license?a=1&b=2"), ("edef8ba9", "http://proxy/widevine"), ("e2719d58", "http://web/license?a=1&b=2") }));
        Assert.That(manifest.ToString(), Does.Not.Contain("1077efec"));
    }

    [Test]
    public void Thumbnails_AreASetOfSheets()
    {
        var manifest = XDocument.Parse(DashManifest.Write(Packaged, UpTo(1080), [new("edge1", "http://one/")], images: new("images", 160, 90, 10, 5, 2, 9_000)));

        var set = manifest.Descendants(Mpd + "AdaptationSet").Last();
        Assert.That((set.Attribute("contentType")!.Value, set.Element(Mpd + "SegmentTemplate")!.Attribute("media")!.Value, set.Element(Mpd + "SegmentTemplate")!.Attribute("duration")!.Value),
            Is.EqualTo(("image", "sprite-$Number$.jpg", "100000")));
        Assert.That(set.Descendants(Mpd + "EssentialProperty").Single().Attribute("value")!.Value, Is.EqualTo("10x5"));
    }

    [Test]
    public void TwoEdges_ArePathwaysOfContentSteering()
    {
        HlsMaster.Pathway[] edges = [new("edge1", "http://one/"), new("edge2", "http://two/")];

        var steering = XDocument.Parse(DashManifest.Write(Packaged, UpTo(1080), edges, steeringUrl: "http://web/steering.json?sig=a&b")).Root!.Element(Mpd + "ContentSteering")!;

        Assert.That((steering.Value, steering.Attribute("defaultServiceLocation")!.Value, steering.Attribute("queryBeforeStart")!.Value),
            Is.EqualTo(("http://web/steering.json?sig=a&b", "edge1", "false")));
        Assert.That(steering.ElementsBeforeSelf().Select(one => one.Attribute("serviceLocation")!.Value), Is.EqualTo(new[] { "edge1", "edge2" }));
        Assert.That(DashManifest.Write(Packaged, UpTo(1080), edges[..1], steeringUrl: "http://web/steering.json"), Does.Not.Contain("ContentSteering"));
    }

    [TestCase("v480", new[] { "1", "0", "2" })]
    [TestCase("v1080", new[] { "0", "1", "2" })]
    [TestCase(null, new[] { "0", "1", "2" })]
    public void StartRung_StandsFirst(string? start, string[] order)
    {
        var manifest = XDocument.Parse(DashManifest.Write(Packaged, UpTo(1080), [new("edge1", "http://one/")], start: start));

        Assert.That(manifest.Descendants(Mpd + "Representation").Select(one => one.Attribute("id")!.Value), Is.EqualTo(order));
    }

    [Test]
    public void StartRungOfAnotherSet_BringsItsSetToTheFront()
    {
        var manifest = XDocument.Parse(DashManifest.Write(Encrypted, UpTo(1080), [new("edge1", "http://one/")], start: "v480"));

        Assert.That(manifest.Descendants(Mpd + "AdaptationSet").First().Attribute("id")!.Value, Is.EqualTo("1"));
    }
}
