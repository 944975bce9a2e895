using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Tests.Ladder;

public class ChunkCutsTests
{
    private static readonly string[] Rates = ["24/1", "24000/1001", "25/1", "30000/1001", "30/1", "50/1", "60000/1001", "15/1", "25/2"];

    [TestCase(1, 1)]
    [TestCase(192, 1)]
    [TestCase(193, 2, Description = "three segments: two chunks are nearer to 8 s than one")]
    [TestCase(720, 4, Description = "30 s: whole segments of 4 s, near 8 s each")]
    [TestCase(24 * 600, 24, Description = "10 minutes: 25 s each, in whole segments")]
    [TestCase(24 * 7200, 120, Description = "two hours: a minute each")]
    public void Film_IsCutIntoSomeChunks(int frames, int chunks) =>
        Assert.That(ChunkCuts.Of(Times(frames, new(24, 1)), new(24, 1)), Has.Count.EqualTo(chunks));

    [Test]
    public void Chunks_CoverEveryFrameOnceInWholeSegments([ValueSource(nameof(Rates))] string text)
    {
        var rate = FrameRate.Parse(text)!;
        foreach (var frames in new[] { 1, 2, 95, 96, 97, 500, 1001, 5000, 123_457 })
        {
            var next = 0;
            foreach (var chunk in ChunkCuts.Of(Times(frames, rate), rate))
            {
                Assert.That(chunk.FirstFrame, Is.EqualTo(next));
                Assert.That(chunk.FirstFrame % ChunkCuts.SegmentFrames(rate), Is.Zero);
                Assert.That(chunk.Frames, Is.Positive);
                next += chunk.Frames;
            }

            Assert.That(next, Is.EqualTo(frames));
        }
    }

    [Test]
    public void SteadyFilm_IsOpenedHalfAFrameBeforeTheCut([ValueSource(nameof(Rates))] string text)
    {
        var rate = FrameRate.Parse(text)!;
        foreach (var chunk in ChunkCuts.Of(Times(5000, rate), rate).Skip(1))
        {
            Assert.That(chunk.SeekSeconds, Is.EqualTo((chunk.FirstFrame - 0.5) / rate.Value).Within(1e-6));
        }
    }

    [Test]
    public void UnevenFilm_IsOpenedBeforeTheFrameThatIsStillShown()
    {
        // Nothing between 7.5 s and 8.5 s: at the cut, frame 192, the picture of 7.5 s is still on the screen.
        var rate = new FrameRate(24, 1);
        var times = Times(480, rate).Where(time => time is <= 7.5 or >= 8.5).ToList();

        var second = ChunkCuts.Of(times, rate)[1];

        Assert.That(second.FirstFrame, Is.EqualTo(192));
        Assert.That(second.SeekSeconds, Is.InRange(7.45, 7.5));
    }

    [TestCase("24/1", 48)]
    [TestCase("24000/1001", 48)]
    [TestCase("30000/1001", 60)]
    [TestCase("25/2", 25)]
    [TestCase("15/1", 30)]
    public void Keyframes_AreTwoSecondsApartOrJustOver(string rate, int frames) =>
        Assert.That(ChunkCuts.KeyframeInterval(FrameRate.Parse(rate)!), Is.EqualTo(frames));

    private static List<double> Times(int frames, FrameRate rate) => [.. Enumerable.Range(0, frames).Select(frame => rate.Seconds(frame))];
}
