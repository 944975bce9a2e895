using Netflix.Encoding.Pictures;

namespace Netflix.Encoding.Tests.Pictures;

public class SpriteSheetTests
{
    [Test]
    public void Sprites_ShortFilm_OneSheetWithATileEachTwoSeconds()
    {
        var sheet = SpriteSheet.For(29.5, 640, 360);

        var vtt = sheet.WebVtt(29.5);

        Assert.That((sheet.Count, sheet.Columns, sheet.Rows, sheet.Height, sheet.Sheets), Is.EqualTo((15, 10, 2, 90, 1)));
        Assert.That(vtt, Does.StartWith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nsprite-1.jpg#xywh=0,0,160,90\n"));
        Assert.That(vtt, Does.EndWith("\n00:00:28.000 --> 00:00:29.500\nsprite-1.jpg#xywh=640,90,160,90\n"));
    }

    [Test]
    public void Sprites_LongFilm_SeveralSheetsAndAPictureEachTenSeconds()
    {
        var sheet = SpriteSheet.For(7200, 640, 266);

        var vtt = sheet.WebVtt(7200);

        Assert.That((sheet.Seconds, sheet.Count, sheet.Columns, sheet.Rows, sheet.Height), Is.EqualTo((10, 720, 10, 10, 66)));
        Assert.That(vtt, Does.Contain("01:59:50.000 --> 02:00:00.000\nsprite-8.jpg#xywh=1440,66,160,66\n"));
    }

    [Test]
    public void Playlist_NamesEachSheetWithItsTiles() => Assert.That(SpriteSheet.For(2515, 640, 360).ImagePlaylist(2515), Is.EqualTo("""
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:1000
        #EXT-X-MEDIA-SEQUENCE:1
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXT-X-IMAGES-ONLY
        #EXTINF:1000,
        #EXT-X-TILES:RESOLUTION=160x90,LAYOUT=10x10,DURATION=10
        sprite-1.jpg
        #EXTINF:1000,
        #EXT-X-TILES:RESOLUTION=160x90,LAYOUT=10x10,DURATION=10
        sprite-2.jpg
        #EXTINF:515,
        #EXT-X-TILES:RESOLUTION=160x90,LAYOUT=10x10,DURATION=10
        sprite-3.jpg
        #EXT-X-ENDLIST

        """));

    [Test]
    public void Track_HasThePeakRateOfItsSheets()
    {
        var track = SpriteSheet.For(1100, 640, 360).Describe(1100, file => file == "sprite-6.jpg" ? 5000 : 10_000);

        Assert.That((track.Name, track.Columns, track.Rows, track.Bandwidth), Is.EqualTo(("images", 10, 10, 400)));
    }
}
