using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Tests.Ladder;

public class SampleWindowsTests
{
    private static readonly FrameRate Film = new(24, 1);

    [TestCase(1, 1, 1)]
    [TestCase(10, 1, 10)]
    [TestCase(240, 3, 10)]
    [TestCase(720, 3, 10, Description = "30 s")]
    [TestCase(24 * 600, 12, 24, Description = "10 minutes")]
    [TestCase(24 * 7200, 26, 53, Description = "two hours: 1 in 120")]
    public void LongerFilms_HaveMoreAndLongerWindows(int frames, int windows, int length)
    {
        var samples = SampleWindows.Of(Clock(frames));

        Assert.That((samples.Count, samples[0].Frames), Is.EqualTo((windows, length)));
    }

    [Test]
    public void Windows_BeginAtKeyframesAndLieApartWithinTheFilm()
    {
        for (var frames = 1; frames < 20_000; frames += 37)
        {
            var end = 0;
            foreach (var window in SampleWindows.Of(Clock(frames, 0, 5, 130, 131, 132, 500, 4000)))
            {
                Assert.That(window.FirstFrame, Is.GreaterThanOrEqualTo(end));
                end = window.FirstFrame + window.Frames;
            }

            Assert.That(end, Is.LessThanOrEqualTo(frames));
        }

        Assert.That(SampleWindows.Of(Clock(720, 0, 378, 553)).Select(window => window.FirstFrame), Is.EqualTo(new[] { 120, 378, 553 }), "not at the titles");
    }

    [TestCase(1000, 2000, 1.86, Description = "14 of 100 frames are tried: the others move more")]
    [TestCase(2000, 2000, 1.0)]
    [TestCase(10, 2000, 4.0, Description = "as if nothing moved: no more than four times")]
    public void UsualFrame_IsWhatTheSourcesEncoderSpent(int tried, int elsewhere, double expected)
    {
        Chunk[] windows = [new(0, 10, 7, 0, 7), new(1, 60, 7, 0, 7)];
        var bytes = Enumerable.Range(0, 100).Select(frame =>
            (Film.Seconds(frame), windows.Any(window => frame >= window.FirstFrame && frame < window.FirstFrame + window.Frames) ? tried : elsewhere)).ToList();

        Assert.That(SampleWindows.UsualOver(windows, bytes, Film), Is.EqualTo(expected).Within(0.005));
        Assert.That(SampleWindows.UsualOver(windows, [], Film), Is.EqualTo(1), "keyframes alone");
    }

    private static SourceClock Clock(int frames, params int[] keyframes) =>
        new([.. Enumerable.Range(0, frames).Select(frame => Film.Seconds(frame))], [.. keyframes.Select(frame => Film.Seconds(frame))], Film, indexed: true);
}
