using Netflix.Contracts;
using Netflix.Playback.Manifests;

namespace Netflix.Playback.Tests;

public class HlsMediaTests
{
    private const string Packaged = """
        #EXTM3U
        #EXT-X-VERSION:6
        ## Generated with a packager
        #EXT-X-TARGETDURATION:5
        #EXT-X-MAP:URI="v720/init.mp4"
        #EXT-X-KEY:METHOD=SAMPLE-AES,URI="data:text/plain;base64,AAAAAAAAAAAAAAAAAAAAAw==",IV=0xa5,KEYFORMAT="identity"
        #EXT-X-KEY:METHOD=SAMPLE-AES,URI="data:text/plain;base64,AAAA",KEYFORMAT="com.microsoft.playready"
        #EXTINF:4.000,
        v720/1.m4s
        #EXTINF:1.000,
        #EXT-X-BYTERANGE:51301@84
        v720/2.m4s
        #EXT-X-ENDLIST

        """;

    private static readonly KeyReference Hd = new(QualityClass.Hd, new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f"));

    [Test]
    public void Playlist_HasOneKeyTagAndFilesOnTheEdge()
    {
        Assert.That(HlsMedia.Write(Packaged, "http://edge/media/t/a/", "#EXT-X-KEY:OURS"), Is.EqualTo("""
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-TARGETDURATION:5
            #EXT-X-MAP:URI="http://edge/media/t/a/v720/init.mp4"
            #EXT-X-KEY:OURS
            #EXTINF:4.000,
            http://edge/media/t/a/v720/1.m4s
            #EXTINF:1.000,
            #EXT-X-BYTERANGE:51301@84
            http://edge/media/t/a/v720/2.m4s
            #EXT-X-ENDLIST

            """));
    }

    [TestCase("HlsJs", null, "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"data:text/plain;base64,AAECAwQFBgcICQoLDA0ODw==\",KEYID=0x000102030405060708090a0b0c0d0e0f,KEYFORMAT=\"org.w3.clearkey\",KEYFORMATVERSIONS=\"1\"")]
    [TestCase("Shaka", "on", "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"http://web/key\",KEYFORMAT=\"identity\"")]
    [TestCase("Native", null, "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"http://web/key\",KEYFORMAT=\"identity\"")]
    [TestCase("Native", "on", "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://000102030405060708090a0b0c0d0e0f\",KEYFORMAT=\"com.apple.streamingkeydelivery\",KEYFORMATVERSIONS=\"1\"")]
    public void KeyTag_IsThePlayersOwn(string player, string? fairPlay, string tag) =>
        Assert.That(HlsMedia.KeyTag(Hd, Enum.Parse<Player>(player), "http://web/key", new() { FairPlay = fairPlay }), Is.EqualTo(tag));
}
