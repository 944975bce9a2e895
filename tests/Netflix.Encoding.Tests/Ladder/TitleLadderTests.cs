using FsCheck;
using FsCheck.Fluent;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Tests.Ladder;

public class TitleLadderTests
{
    private static readonly FrameRate Film = new(24, 1);

    // Whole films, measured: kb/s and SSIM at CRF 23 and 31 of each size.
    private static readonly RatePoint[] BigBuckBunny =
    [
        new(1080, 23, 3811, .97965), new(1080, 31, 1164, .93378), new(720, 23, 1622, .9513), new(720, 31, 520, .89374),
        new(480, 23, 884, .91131), new(480, 31, 272, .84647), new(360, 23, 570, .87396), new(360, 31, 176, .81031),
        new(240, 23, 266, .81297), new(240, 31, 84, .75809),
    ];

    private static readonly RatePoint[] Gradients =
    [
        new(720, 23, 140, .99731), new(720, 31, 63, .99533), new(480, 23, 68, .99703), new(480, 31, 34, .99528),
        new(360, 23, 42, .997), new(360, 31, 24, .99555), new(240, 23, 24, .99697), new(240, 31, 16, .99548),
    ];

    private static readonly RatePoint[] Noise =
    [
        new(720, 23, 20456, .77129), new(720, 31, 1321, .58076), new(480, 23, 2047, .58031), new(480, 31, 310, .55739),
        new(360, 23, 620, .569), new(360, 31, 140, .548), new(240, 23, 257, .5513), new(240, 31, 78, .53033),
    ];

    [Test]
    public void OrdinaryFilm_HasEvenStepsAtTheSizesOfTheHull()
    {
        var analysis = Analyse(BigBuckBunny, 1920, 1080);

        Assert.That(Names(analysis), Is.EqualTo("v1080 v1080-2 v720 v480 v720-2 v480-2"));
        Assert.That(analysis.Ladder.Where(rung => rung.OnlyFor is not null).Select(rung => (rung.Rung, rung.OnlyFor)), Is.EqualTo(new[] { ("v480", "SD") }), "720 lines look as good for less");
        Assert.That(analysis.Ladder[0].Ssim, Is.EqualTo(0.985).Within(0.001), "more bits would bring nothing");
        Assert.That(analysis.Complexity, Is.EqualTo(0.95).Within(0.05));
        Assert.That(analysis.Fixed.Select(point => point.Rung), Is.EqualTo(new[] { "v1080", "v720", "v480", "v360", "v240" }));
    }

    [Test]
    public void SimpleFilm_HasOneRungForEachQualityClass()
    {
        var analysis = Analyse(Gradients, 1280, 720);

        Assert.That(Names(analysis), Is.EqualTo("v720 v480"));
        Assert.That(analysis.Ladder[0].BitrateKbps, Is.LessThan(200));
    }

    [Test]
    public void ComplexFilm_StopsAtItsCap()
    {
        var analysis = Analyse(Noise, 1280, 720);

        Assert.That(analysis.Ladder[0].BitrateKbps, Is.EqualTo(5000).Within(1));
        Assert.That(analysis.Ladder[0].Crf, Is.GreaterThan(24));
        Assert.That(analysis.Complexity, Is.GreaterThan(5));
    }

    [Test]
    public void AnyMeasurements_GiveALadderThatEveryPlanCanPlay() =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
        {
            var random = new System.Random(seed);
            int[][] sizes = [[3840, 2160], [1920, 1080], [1920, 800], [1280, 720], [640, 480], [426, 240], [160, 90]];
            var size = sizes[random.Next(sizes.Length)];
            var usual = RungLadder.For(size[0], size[1], Film);
            var probes = usual.SelectMany(rung => new[] { 23.0, 31 }.Select(crf =>
                new RatePoint(rung.Lines, crf, Math.Pow(10, (random.NextDouble() * 7) - 1.5), random.NextDouble() * 1.1 - 0.05))).ToList();

            var analysis = TitleAnalysis.Of(usual, probes, Film, 16);
            var rungs = TitleLadder.Rungs(analysis.Ladder, usual);

            Assert.That(rungs.Select(rung => rung.Name), Is.Unique);
            Assert.That(rungs.Select(rung => QualityClass.Of(rung.Lines)).Distinct(), Is.EquivalentTo(usual.Select(rung => QualityClass.Of(rung.Lines)).Distinct()));
            Assert.That(rungs.All(rung => rung.OnlyFor is null || rung.OnlyFor == QualityClass.Of(rung.Lines)));
            Assert.That(rungs.Any(rung => rung.OnlyFor is null));
            Assert.That(rungs.All(rung => usual.Any(own => (own.Lines, own.Width, own.Height, own.MaxRateKbps) == (rung.Lines, rung.Width, rung.Height, rung.MaxRateKbps))));
            Assert.That(rungs.All(rung => rung.Crf is >= TitleLadder.FinestCrf and <= TitleLadder.WorstCrf));
            Assert.That(rungs.GroupBy(rung => rung.Lines).All(group => group.Count() <= TitleLadder.MostOfASize));
            Assert.That(analysis.Ladder.Select(rung => rung.BitrateKbps), Is.Ordered.Descending);
            Assert.That(analysis.Ladder.All(point => point.BitrateKbps <= usual.First(rung => rung.Lines == point.Lines).MaxRateKbps + 0.1));
            ExpectConcave(TitleLadder.Hull([.. usual.Select(rung => RateCurve.Fit(rung, [.. probes.Where(point => point.Lines == rung.Lines)]))]));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void OtherCodec_HasItsRungsBesideTheOthersAndAboveHd()
    {
        var ladder = RungLadder.For(2560, 1440, Film).Take(2).ToList();

        Assert.That(string.Join(' ', Codecs.Spread(ladder, VideoCodec.Hevc, VideoCodec.Av1).Select(rung => $"{rung.Name}:{rung.Codec}")),
            Is.EqualTo("v1440:Hevc v1080:H264 v1080-av1:Av1"));
        Assert.That(Codecs.Spread(ladder, VideoCodec.H264, null), Is.EqualTo(ladder));
    }

    private static void ExpectConcave(IReadOnlyList<RatePoint> hull)
    {
        var steps = hull.Zip(hull.Skip(1), (low, high) =>
            (Rise: high.Ssim - low.Ssim, Run: Math.Log(high.BitrateKbps / low.BitrateKbps))).ToList();
        Assert.That(steps.All(step => step is { Rise: > 0, Run: >= 0 }), "more bits look better");
        for (var i = 1; i < steps.Count; i++)
        {
            Assert.That(steps[i].Rise * steps[i - 1].Run, Is.LessThanOrEqualTo((steps[i - 1].Rise * steps[i].Run) + 1e-9), "and ever less so");
        }
    }

    private static TitleAnalysis Analyse(RatePoint[] probes, int width, int height) =>
        TitleAnalysis.Of(RungLadder.For(width, height, Film), probes, Film, 16);

    private static string Names(TitleAnalysis analysis) => string.Join(' ', analysis.Ladder.Select(point => point.Rung));
}
