using Netflix.Contracts;
using Netflix.Playback.Manifests;

namespace Netflix.Playback.Tests;

public class HlsMasterTests
{
    private static readonly VideoRendition Rung720 = new("v720", 720, 1280, 720, "avc1.64001f", 2_400_000, 1_800_000, 24);
    private static readonly VideoRendition Rung480 = new("v480", 480, 854, 480, "avc1.64001e", 1_200_000, 900_000, 24);
    private static readonly AudioRendition English = new("a_en", "en", "English \"original\"", 2, "mp4a.40.2", 130_000);
    private static readonly HlsMaster.Pathway Edge1 = new("edge1", "http://one/media/t/a/");
    private static readonly HlsMaster.Pathway Edge2 = new("edge2", "http://two/media/t/a/");

    private static AssetDescription Asset(params AudioRendition[] audio) => new(30, [Rung720, Rung480], audio, [], null, null);

    [Test]
    public void OneEdge_EachRungOnceWithoutSteering()
    {
        var master = Write(Asset(English), [Rung720, Rung480], [Edge1], "http://steering");

        Assert.That(master, Is.EqualTo("""
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="English 'original'",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="http://one/media/t/a/a_en.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=2530000,AVERAGE-BANDWIDTH=1930000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=24.000,CLOSED-CAPTIONS=NONE,AUDIO="audio"
            http://one/media/t/a/v720.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=1330000,AVERAGE-BANDWIDTH=1030000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=854x480,FRAME-RATE=24.000,CLOSED-CAPTIONS=NONE,AUDIO="audio"
            http://one/media/t/a/v480.m3u8

            """));
    }

    [Test]
    public void TwoEdges_EachIsAPathway()
    {
        var master = Write(Asset(English), [Rung720], [Edge1, Edge2], "http://steering");

        Assert.That(master, Does.Contain("#EXT-X-CONTENT-STEERING:SERVER-URI=\"http://steering\",PATHWAY-ID=\"edge1\""));
        Assert.That(master, Does.Contain("AUDIO=\"audio-edge2\",PATHWAY-ID=\"edge2\"\nhttp://two/media/t/a/v720.m3u8"));
        Assert.That(master, Does.Contain("GROUP-ID=\"audio-edge2\""));
    }

    [Test]
    public void NoAudio_NoAudioGroup()
    {
        var master = Write(Asset(), [Rung480], [Edge1], null);

        Assert.That(master, Does.Not.Contain("AUDIO"));
        Assert.That(master, Does.Contain("CODECS=\"avc1.64001e\""));
    }

    [Test]
    public void SurroundBesideStereo_IsAGroupOfItsOwnWhereStereoStandsInForOtherLanguages()
    {
        var surround = English with { Name = "a_en-51", Channels = 6, Bandwidth = 400_000 };
        var swedish = new AudioRendition("a_sv", "sv", "Svenska", 2, "mp4a.40.2", 130_000);

        var lines = Write(Asset(English, surround, swedish), [Rung480], [Edge1], null).Split('\n');

        var groups = lines.Where(line => line.StartsWith("#EXT-X-MEDIA", StringComparison.Ordinal)).Select(line => (line.Split('"')[1], line.Split('/')[^1].TrimEnd('"')));
        Assert.That(groups, Is.EqualTo(new[] { ("audio", "a_en.m3u8"), ("audio", "a_sv.m3u8"), ("audio2", "a_en-51.m3u8"), ("audio2", "a_sv.m3u8") }));
        Assert.That(lines.Where(line => line.EndsWith("AUDIO=\"audio\"", StringComparison.Ordinal)), Has.Exactly(1).Contains("BANDWIDTH=1330000"));
        Assert.That(lines.Where(line => line.EndsWith("AUDIO=\"audio2\"", StringComparison.Ordinal)), Has.Exactly(1).Contains("BANDWIDTH=1600000"));
    }

    [Test]
    public void IFramesAndImages_HaveStreamsOfTheirOwn()
    {
        var asset = Asset(English) with { Images = new("images", 160, 90, 10, 10, 2, 9_000) };

        var master = HlsMaster.Write(asset, [Rung480], [new("t480", 480, 854, 480, "avc1.64001e", 88_000)], [Edge1], null, (pathway, file) => pathway.UrlOf(file));

        Assert.That(master, Does.Contain("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=88000,CODECS=\"avc1.64001e\",RESOLUTION=854x480,URI=\"http://one/media/t/a/t480.m3u8\"\n"));
        Assert.That(master, Does.Contain("#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=9000,RESOLUTION=160x90,CODECS=\"jpeg\",URI=\"http://one/media/t/a/images.m3u8\"\n"));
    }

    private static string Write(AssetDescription asset, IReadOnlyList<VideoRendition> rungs, IReadOnlyList<HlsMaster.Pathway> pathways, string? steeringUrl) =>
        HlsMaster.Write(asset, rungs, [], pathways, steeringUrl, (pathway, file) => pathway.UrlOf(file));
}
