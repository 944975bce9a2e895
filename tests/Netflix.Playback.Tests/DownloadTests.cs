using Netflix.Contracts;
using Netflix.Playback.Downloads;

namespace Netflix.Playback.Tests;

/// <summary>Which rung a device keeps, and until when.</summary>
public class DownloadTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly VideoRendition[] Ladder = [Rung(1080), Rung(720), Rung(480), Rung(240)];

    [TestCase(2160, null, false, 1080)]
    [TestCase(2160, "auto", false, 1080)]
    [TestCase(2160, "auto", true, 480)]
    [TestCase(2160, "720p", true, 720)]
    [TestCase(2160, "700p", false, 480)]
    [TestCase(480, "1080p", false, 480)]
    [TestCase(1080, "144p", false, 240)]
    [TestCase(144, "auto", false, null)]
    public void Rung_IsTheBestUpToTheWishAndThePlan(int allowed, string? wish, bool dataSaver, int? rung) =>
        Assert.That(StartDownload.RungOf(Ladder, allowed, wish, dataSaver), Is.EqualTo(rung));

    [Test]
    public void FirstPlay_EndsTheLicenceSoon()
    {
        var download = Take(days: 30);

        download.Play(Now.AddDays(1), TimeSpan.FromHours(48));
        download.Play(Now.AddDays(9), TimeSpan.FromHours(48));

        Assert.That((download.FirstPlayedAt, download.ExpiresAt), Is.EqualTo((Now.AddDays(1), Now.AddDays(3))));
    }

    [Test]
    public void FirstPlay_NeverMakesTheLicenceLonger()
    {
        var download = Take(days: 2);

        download.Play(Now.AddDays(1), TimeSpan.FromHours(48));

        Assert.That(download.ExpiresAt, Is.EqualTo(Now.AddDays(2)));
    }

    [Test]
    public void Renewal_BeginsAnew()
    {
        var download = Take(days: 30);
        var before = download.FetchId;
        download.Play(Now, TimeSpan.FromHours(48));

        download.Renew(new(Now.AddDays(33), Now.AddDays(4)), "NO", Now.AddDays(3));

        Assert.That((download.ExpiresAt, download.FirstPlayedAt, download.Renewals, download.Country), Is.EqualTo((Now.AddDays(33), (DateTimeOffset?)null, 1, "NO")));
        Assert.That(download.FetchId, Is.Not.EqualTo(before), "addresses of before are dead");
        Assert.That((download.IsExpired(Now.AddDays(33)), download.IsExpired(Now.AddDays(32))), Is.EqualTo((true, false)));
    }

    private static Download Take(int days)
    {
        var viewer = new Viewer(Guid.NewGuid(), Guid.NewGuid(), "SE", "en", 18, false, Plan.Standard, SubscriptionStatus.Active, false);
        var asset = PlayableAsset.Of(new AssetReady(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), new(60, Ladder, [], [], null, null), Now));
        return Download.Of(viewer, Guid.NewGuid(), "web", asset, 720, new(Now.AddDays(days), Now.AddDays(1)), Now);
    }

    private static VideoRendition Rung(int lines) => new($"v{lines}", lines, lines * 16 / 9, lines, "avc1", 1000 * lines, 800 * lines, 24);
}
