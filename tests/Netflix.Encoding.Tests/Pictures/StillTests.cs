using Netflix.Encoding.Pictures;

namespace Netflix.Encoding.Tests.Pictures;

public class StillTests
{
    private static readonly Still Good = Drawn.Scene(10, 1);

    [Test]
    public void Score_OfASharpColourfulPicture_IsHigh() => Assert.That(StillScore.Of(Good).Total, Is.GreaterThan(0.6));

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(128)]
    [TestCase(255)]
    public void Score_OfOneLevel_IsNothing(int level) => Assert.That(StillScore.Of(Drawn.Flat(0, level)).Total, Is.LessThan(0.01));

    [Test]
    public void Score_OfABlurredPicture_IsLower() => Assert.That(StillScore.Of(Drawn.Scene(10, 1, blur: 8)).Sharpness, Is.LessThan(StillScore.Of(Good).Sharpness * 0.8));

    [TestCase(20, 0, TestName = "Score_OfAFadedPicture_IsLower")]
    [TestCase(100, -110, TestName = "Score_OfANightPicture_IsLower")]
    [TestCase(100, 110, TestName = "Score_OfABurntPicture_IsLower")]
    public void Score_OfBadLight_IsLower(int contrast, int lift) =>
        Assert.That(StillScore.Of(Drawn.Scene(10, 1, contrast: contrast, lift: lift)).Total, Is.LessThan(StillScore.Of(Good).Total * 0.6));

    [Test]
    public void Score_OfAGreyPicture_HasNoColour() =>
        Assert.That(StillScore.Of(Drawn.Each(0, (x, y) => ((x * 7) % 256, (x * 7) % 256, (x * 7) % 256))).Colour, Is.LessThan(0.05));

    [Test]
    public void Score_OfAFace_HasSkin()
    {
        var blue = Drawn.Each(0, (x, y) => (20 + (x / 2), 60, 200));

        Assert.That(StillScore.Of(blue).Skin, Is.Zero);
        Assert.That(StillScore.Of(Drawn.WithFace(blue)).Skin, Is.GreaterThan(0.9));
        Assert.That(StillScore.Of(Drawn.Flat(0, 0) with { Rgb = [.. Enumerable.Repeat(new byte[] { 210, 150, 125 }, Drawn.Width * Drawn.Height).SelectMany(one => one)] }).Skin, Is.Zero, "a wall of skin is no face");
    }

    [Test]
    public void Choice_IsOfGoodAndDifferentPictures()
    {
        // Of 100 s: ten scenes of ten stills each, every other still black.
        var stills = Enumerable.Range(0, 100).Select(second => second % 2 == 0 ? Drawn.Scene(second, second / 10) : Drawn.Flat(second, 0)).ToList();

        var chosen = StillChoice.Choose(stills, 100, 8);

        Assert.That(chosen, Has.Count.EqualTo(8));
        Assert.That(chosen.Select(one => (int)one.At / 10).Distinct().Count(), Is.EqualTo(8), "each of another scene");
        Assert.That(chosen.Select(one => one.Score), Has.All.GreaterThan(0.3), "no black one");
        Assert.That(chosen.Select(one => one.At), Has.All.InRange(5, 90), "neither opening nor credits");
    }

    [Test]
    public void Choice_OfAShortFilm_TakesWhatThereIs() =>
        Assert.That(StillChoice.Choose([Drawn.Scene(0, 1), Drawn.Scene(2, 2)], 3, 10).Select(one => one.At), Is.EqualTo(new[] { 2.0 }));

    [Test]
    public void Choice_OfABlackFilm_IsStillOne() => Assert.That(StillChoice.Choose([Drawn.Flat(0, 0)], 1, 10), Has.Count.EqualTo(1));

    [Test]
    public void Preview_IsTheLiveliestStretchOutsideTheEnds()
    {
        var keyframes = Enumerable.Range(0, 50).Select(i => i * 2.0).ToList();
        // A new scene at each keyframe from 40 to 46 and, in the last tenth, from 92 on; black at 60 to 62.
        var stills = keyframes.ConvertAll(at => at is 60 or 62 ? Drawn.Flat(at, 0) : Drawn.Scene(at, at is >= 40 and < 48 or >= 92 ? (int)at : 1));

        Assert.That(LivelyStretch.Find(keyframes, stills, 100), Is.EqualTo((38, 44)).Or.EqualTo((40, 46)).Or.EqualTo((42, 48)).Or.EqualTo((44, 50)));
    }

    [Test]
    public void Preview_OfAShortFilm_IsAllOfIt() =>
        Assert.That(LivelyStretch.Find([0, 2], [Drawn.Scene(0, 1), Drawn.Scene(2, 2)], 3.5), Is.EqualTo((0, 3.5)));

    [Test]
    public void Preview_WithShortGroups_LastsAboutSixSeconds()
    {
        double[] keyframes = [0, 2, 3, 5, 7, 9, 9.5, 11.5, 13.5, 15.5, 17.5];

        var (start, end) = LivelyStretch.Find(keyframes, [.. keyframes.Select((at, i) => Drawn.Scene(at, i))], 19);

        Assert.That(end - start, Is.InRange(5.9, 8));
        Assert.That(keyframes, Does.Contain(start).And.Contain(end));
    }

    [TestCase(15, 15)]
    [TestCase(600, 600)]
    [TestCase(3600, 600)]
    [TestCase(43200, 600)]
    public void Keyframes_OfALongFilm_AreNotAllLookedAt(int count, int most)
    {
        var stride = Keyframes.Stride(count);

        var looked = Enumerable.Range(0, count).Where(keyframe => Keyframes.IsLookedAt(keyframe, stride)).ToList();

        Assert.That(looked, Has.Count.InRange(Math.Min(count, most / 2), most));
        Assert.That(looked[^1], Is.GreaterThan(count * 0.9));
    }
}
