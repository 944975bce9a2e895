using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Packaging;

namespace Netflix.Encoding.Tests.Packaging;

public class PackagingTests
{
    private static readonly FrameRate Film = new(24, 1);
    private static readonly Chunk[] Chunks = [new(0, 0, 100, 0, 48)];

    [Test]
    public void Manifest_GivesEachRenditionItsOwnCodecAndRate()
    {
        const string Manifest = """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet contentType="video">
            <Representation bandwidth="2516876" codecs="avc1.64001f"><SegmentTemplate initialization="v720/init.mp4" media="v720/$Number$.m4s"/></Representation>
            </AdaptationSet><AdaptationSet contentType="audio">
            <Representation bandwidth="133001" codecs="mp4a.40.2"><SegmentTemplate initialization="a_en/init.mp4" media="a_en/$Number$.m4s"/></Representation>
            </AdaptationSet></Period></MPD>
            """;

        var made = PackagedAsset.Read(Manifest);

        Assert.That(made["v720"], Is.EqualTo(("avc1.64001f", 2516876)));
        Assert.That(made["a_en"], Is.EqualTo(("mp4a.40.2", 133001)));
    }

    [Test]
    public void Rung_WithAllFramesInPlace_HasNoFault() => Assert.That(RungJoin.FindFault(Packets(100), Film, Chunks), Is.Null);

    [Test]
    public void Rung_WithAMissingFrame_IsFound() => Assert.That(RungJoin.FindFault(Packets(99), Film, Chunks), Is.EqualTo("99 of 100 frames"));

    [Test]
    public void Rung_WithAGap_IsFound()
    {
        var packets = Packets(100);
        packets[60] = (packets[60].Time + 0.03, packets[60].Key);

        Assert.That(RungJoin.FindFault(packets, Film, Chunks), Does.StartWith("frame 60 is at"));
    }

    [TestCase(48, "no keyframe at frame 48")]
    [TestCase(50, "a keyframe at frame 50")]
    public void Rung_WithKeyframesElsewhere_IsFound(int frame, string fault)
    {
        var packets = Packets(100);
        packets[frame] = (packets[frame].Time, !packets[frame].Key);

        Assert.That(RungJoin.FindFault(packets, Film, Chunks), Is.EqualTo(fault));
    }

    [TestCase("eng", "en")]
    [TestCase("ger", "de")]
    [TestCase("sv", "sv")]
    [TestCase("und", "und")]
    [TestCase("en,x=/etc", "und")]
    [TestCase(" ", "und")]
    [TestCase(null, "und")]
    public void Language_IsATagThatPlayersKnow(string? code, string tag) => Assert.That(Languages.Tag(code), Is.EqualTo(tag));

    [TestCase(0, "[h264 @ 0x1] mmco: unref short failure", false)]
    [TestCase(0, "[h264 @ 0x1] error while decoding MB 99 67, bytestream 197", true)]
    [TestCase(1, "[h264 @ 0x1] mmco: unref short failure", true)]
    public void Decoder_ComplaintsAreSuspiciousUnlessTheyComeOfSeeking(int exitCode, string error, bool suspicious) =>
        Assert.That(DecodeCheck.IsSuspicious(new(exitCode, [error])), Is.EqualTo(suspicious));

    private static List<(double Time, bool Key)> Packets(int count) =>
        [.. Enumerable.Range(0, count).Select(frame => (Film.Seconds(frame), frame % 48 == 0))];
}
