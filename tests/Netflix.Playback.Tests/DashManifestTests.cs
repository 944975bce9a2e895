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
        var manifest = XDocument.Parse(DashManifest.Write(Packaged, cap, [new("edge1", "http://one/")]));

        Assert.That(manifest.Descendants(Mpd + "Representation").Select(one => one.Attribute("id")!.Value), Is.EqualTo(kept));
        Assert.That(manifest.Descendants(Mpd + "AdaptationSet").Attributes("maxHeight").Select(one => (int?)one).SingleOrDefault(), Is.EqualTo(maxHeight));
    }

    [Test]
    public void Edges_AreBaseUrlsInOrderBeforeThePeriod()
    {
        var manifest = XDocument.Parse(DashManifest.Write(Packaged, 1080, [new("edge1", "http://one/"), new("edge2", "http://two/")]));

        Assert.That(manifest.Root!.Elements().Select(element => element.Name.LocalName), Is.EqualTo(new[] { "BaseURL", "BaseURL", "Period" }));
        Assert.That(manifest.Root.Elements(Mpd + "BaseURL").Select(url => url.Value), Is.EqualTo(new[] { "http://one/", "http://two/" }));
    }
}
