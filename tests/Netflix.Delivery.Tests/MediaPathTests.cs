using Netflix.Delivery.Serving;

namespace Netflix.Delivery.Tests;

[Parallelizable(ParallelScope.All)]
internal sealed class MediaPathTests
{
    private const string Asset = "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b";

    [TestCase("v720/init.mp4", 720)]
    [TestCase("v1080/12.m4s", 1080)]
    [TestCase("v240.m3u8", 240)]
    [TestCase("v720_iframe.m3u8", 720)]
    [TestCase("v99999999999999/1.m4s", int.MaxValue)]
    [TestCase("a_en/1.m4s", 0)]
    [TestCase("video.m3u8", 0)]
    [TestCase("manifest.mpd", 0)]
    [TestCase("sprite-3.jpg", 0)]
    [TestCase("thumbnails.vtt", 0)]
    public void FileOfAnAsset_IsTakenApart(string file, int rung)
    {
        Assert.That(MediaPath.TryParse($"/media/token/{Asset}/{file}", out var media), Is.True);
        Assert.That(media.Token.ToString(), Is.EqualTo("token"));
        Assert.That(media.Rung, Is.EqualTo(rung));
        Assert.That(media.WriteKey(new char[MediaPath.MaxKeyLength]).ToString(), Is.EqualTo($"{Asset}/{file}"));
    }

    [Test]
    public void AssetIdWithDashes_HasTheSameKey()
    {
        Assert.That(MediaPath.TryParse($"/media/token/{Guid.ParseExact(Asset, "N").ToString().ToUpperInvariant()}/poster.jpg", out var media), Is.True);
        Assert.That(media.WriteKey(new char[MediaPath.MaxKeyLength]).ToString(), Is.EqualTo($"{Asset}/poster.jpg"));
    }

    [TestCase("../secret.mp4")]
    [TestCase("v720/../../x.mp4")]
    [TestCase("v720/..mp4")]
    [TestCase(".mp4")]
    [TestCase("v720/.mp4")]
    [TestCase("v720//1.m4s")]
    [TestCase("/v720/1.m4s")]
    [TestCase("v720/1/2.m4s")]
    [TestCase("v720/1.m4s/")]
    [TestCase("v720/1.M4S")]
    [TestCase("V720/1.m4s")]
    [TestCase("v720\\1.m4s")]
    [TestCase("v720/%2e.m4s")]
    [TestCase("v720/1")]
    [TestCase("notes.txt")]
    [TestCase("v720/1.2.m4s")]
    [TestCase("v720/é.m4s")]
    [TestCase("")]
    public void AnyOtherFile_IsNone(string file) =>
        Assert.That(MediaPath.TryParse($"/media/token/{Asset}/{file}", out _), Is.False);

    [Test]
    public void NameOverTheLimit_IsNone() =>
        Assert.That(MediaPath.TryParse($"/media/token/{Asset}/{new string('a', 93)}.mp4", out _), Is.False);

    [TestCase("/media/")]
    [TestCase("/media/token")]
    [TestCase("/media/token/")]
    [TestCase("/media/token/nothing/poster.jpg")]
    [TestCase("/media/token/{0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b}/poster.jpg")]
    public void PathWithoutAnAsset_IsNone(string path) => Assert.That(MediaPath.TryParse(path, out _), Is.False);

    [TestCase("v720/3.m4s", "v720/4.m4s")]
    [TestCase("a_en/99.m4s", "a_en/100.m4s")]
    [TestCase("v720/init.mp4", null)]
    [TestCase("v720/2147483647.m4s", null)]
    [TestCase("v720.m3u8", null)]
    [TestCase("v720/-1.m4s", null)]
    public void NextSegment_IsOfTheSameRow(string file, string? next)
    {
        var asset = Guid.CreateVersion7().ToString("N");
        Assert.That(MediaPath.NextSegment($"{asset}/{file}"), Is.EqualTo(next is null ? null : $"{asset}/{next}"));
    }

    [TestCase("v720/3.m4s", true)]
    [TestCase("v720/3.m4s.tmp", false)]
    [TestCase("../3.m4s", false)]
    [TestCase("", false)]
    public void Key_IsAnAssetsFile(string file, bool expected) => Assert.That(MediaPath.IsKey($"{Guid.CreateVersion7():N}/{file}"), Is.EqualTo(expected));
}
