using Netflix.Encoding.Markers;
using static Netflix.Encoding.Tests.Markers.Sounds;

namespace Netflix.Encoding.Tests.Markers;

public class CommonSoundTests
{
    private static readonly (double, double) All = (0, 10_000);
    private static readonly uint[] Tune = Of(1, 30);

    [TestCase(0, 0)]
    [TestCase(50, 12)]
    [TestCase(3, 200)]
    public void Tune_AtDifferentPlaces_IsFoundInBoth(double before, double otherBefore)
    {
        var one = Print(Of(2, before), Tune, Of(3, 40));
        var other = Print(Of(4, otherBefore), Noisy(Tune, 5, 9), Of(5, 70));

        var found = CommonSound.Find(one, All, other, All, 8);

        // Random items have no edges half of each sound, so their times are off by half a window at most.
        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(found[0].Start, Is.EqualTo(before).Within(Fingerprint.HalfWindow + 0.3));
        Assert.That(found[0].OtherStart, Is.EqualTo(otherBefore).Within(Fingerprint.HalfWindow + 0.3));
        Assert.That(found[0].Length, Is.EqualTo(30).Within(Fingerprint.HalfWindow + 0.3));
        Assert.That(found[0].Likeness, Is.GreaterThan(0.9));
    }

    [Test]
    public void Tune_WithGapsInTheLikeness_IsOneStretch()
    {
        var damaged = Noisy(Tune, 4, 9);
        for (var i = 40; i < 200; i += 20)
        {
            Of(i, 0.5).CopyTo(damaged, i);
        }

        var found = CommonSound.Find(Print(Of(2, 5), Tune, Of(3, 5)), All, Print(Of(4, 9), damaged, Of(5, 5)), All, 8);

        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(found[0].Length, Is.EqualTo(30).Within(1.7));
    }

    [Test]
    public void Films_WithNothingInCommon_ShareNothing() =>
        Assert.That(CommonSound.Find(Print(Of(2, 300)), All, Print(Of(3, 300)), All, 4), Is.Empty);

    [Test]
    public void Films_ThatAreBothSilent_ShareNothing() =>
        Assert.That(CommonSound.Find(Print(Of(2, 20), Still(60), Of(3, 20)), All, Print(Of(4, 50), Still(60), Of(5, 20)), All, 4), Is.Empty);

    [Test]
    public void Films_ThatAreTheSame_ShareAllOfIt()
    {
        var found = CommonSound.Find(Print(Tune), All, Print(Tune), All, 8);

        Assert.That((found[0].Start, found[0].Offset), Is.EqualTo((0, 0)));
        Assert.That(found[0].Length, Is.EqualTo(30).Within(3));
    }

    [Test]
    public void Tune_OutsideThePart_IsNotFound() =>
        Assert.That(CommonSound.Find(Print(Of(2, 50), Tune), (0, 49), Print(Tune, Of(3, 50)), All, 8), Is.Empty);

    [Test]
    public void Sounds_TooShortToTell_ShareNothing()
    {
        Assert.That(CommonSound.Find(Print(Of(1, 3)), All, Print(Of(1, 3)), All, 8), Is.Empty);
        Assert.That(CommonSound.Find(Fingerprint.Empty, All, Print(Tune), All, 8), Is.Empty);
    }

    [Test]
    public void SeveralTunes_AreFoundEach()
    {
        var jingle = Of(7, 12);

        var found = CommonSound.Find(Print(Of(2, 9), Tune, Of(3, 9), jingle), All, Print(jingle, Of(4, 9), Tune, Of(5, 20)), All, 8);

        Assert.That(found, Has.Count.EqualTo(2));
        Assert.That(found[0].Length, Is.GreaterThan(found[1].Length), "the longest first");
    }
}
