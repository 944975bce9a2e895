using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Tests.Ladder;

public class RungLadderTests
{
    private static readonly FrameRate Film = new(24, 1);

    [TestCase(1920, 1080, "v1080 1920x1080, v720 1280x720, v480 854x480, v360 640x360, v240 426x240")]
    [TestCase(1280, 720, "v720 1280x720, v480 854x480, v360 640x360, v240 426x240")]
    [TestCase(3840, 2160, "v2160 3840x2160, v1440 2560x1440, v1080 1920x1080, v720 1280x720, v480 854x480, v360 640x360, v240 426x240")]
    [TestCase(1920, 800, "v1080 1920x800, v720 1280x534, v480 854x356, v360 640x266, v240 426x178", Description = "a wide film is what its width is")]
    [TestCase(640, 480, "v480 640x480, v360 480x360, v240 320x240")]
    [TestCase(1920, 1088, "v1080 1906x1080, v720 1270x720, v480 848x480, v360 636x360, v240 424x240")]
    [TestCase(1912, 1072, "v1080 1912x1072, v720 1280x718, v480 854x478, v360 640x358, v240 426x240", Description = "a few lines short is still 1080")]
    [TestCase(1080, 1920, "v1080 1080x1920, v720 720x1280, v480 480x854, v360 360x640, v240 240x426", Description = "held upright it is the same film")]
    [TestCase(256, 144, "v144 256x144", Description = "lower than any rung: its own height")]
    public void Source_HasRungsUpToItsSize(int width, int height, string rungs) =>
        Assert.That(string.Join(", ", RungLadder.For(width, height, Film)), Is.EqualTo(rungs));

    [Test]
    public void AnySource_IsNeverEnlargedAndHasEvenSizes()
    {
        for (var width = 16; width <= 4096; width += 61)
        {
            for (var height = 16; height <= 2400; height += 47)
            {
                var rungs = RungLadder.For(width, height, Film);
                Assert.That(rungs, Is.Not.Empty);
                Assert.That(rungs.All(rung => rung.Width <= width + 1 && rung.Height <= height + 1), $"{width}x{height}: enlarged");
                Assert.That(rungs.All(rung => rung.Width % 2 == 0 && rung.Height % 2 == 0), $"{width}x{height}: odd");
                Assert.That(rungs.Select(rung => rung.Lines), Is.Unique, $"{width}x{height}");
            }
        }
    }

    [Test]
    public void TwiceTheFrames_CapIsHalfAsHighAgain() =>
        Assert.That(RungLadder.For(1280, 720, new(60, 1))[0].MaxRateKbps, Is.EqualTo(RungLadder.For(1280, 720, Film)[0].MaxRateKbps * 3 / 2));
}
