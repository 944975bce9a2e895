using FsCheck;
using FsCheck.Fluent;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Tests.Ladder;

public class ChunkCutsTests
{
    private static readonly string[] Rates = ["24/1", "24000/1001", "25/1", "30000/1001", "30/1", "50/1", "60000/1001", "15/1", "25/2"];
    private static readonly FrameRate Film = new(24, 1);

    [TestCase(1, 1)]
    [TestCase(287, 1, Description = "under 12 s: one chunk is nearer to 8 s than two")]
    [TestCase(289, 2)]
    [TestCase(720, 4, Description = "30 s: near 8 s each")]
    [TestCase(24 * 600, 24, Description = "10 minutes: 25 s each")]
    [TestCase(24 * 7200, 120, Description = "two hours: a minute each")]
    public void Film_IsCutIntoSomeChunks(int frames, int chunks) =>
        Assert.That(ChunkCuts.Targets(frames, Film), Has.Count.EqualTo(chunks - 1));

    [Test]
    public void AnyCuts_MakeChunksThatCoverEveryFrameOnceWithKeyframesAtMostTwoSecondsApart() =>
        Prop.ForAll(Gen.Choose(0, Rates.Length - 1).ToArbitrary(), Gen.Choose(1, 200_000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (which, frames, seed) =>
        {
            var rate = FrameRate.Parse(Rates[which])!;
            var random = new System.Random(seed);
            var cuts = ChunkCuts.Targets(frames, rate).Select(target => target.Frame + random.Next(-target.Reach, target.Reach + 1)).ToList();
            var chunks = ChunkCuts.Between(cuts, Clock(frames, rate));

            Assert.That(chunks.Select(chunk => chunk.FirstFrame), Is.EqualTo(cuts.Prepend(0)));
            Assert.That(chunks.Sum(chunk => chunk.Frames), Is.EqualTo(frames));
            foreach (var chunk in chunks)
            {
                var keyframes = chunk.Keyframes().Append(chunk.FirstFrame + chunk.Frames).ToList();
                var groups = keyframes.Zip(keyframes.Skip(1), (one, next) => next - one).ToList();
                Assert.That(groups.Max(), Is.LessThanOrEqualTo(ChunkCuts.KeyframeInterval(rate)));
                Assert.That(groups.Max() - groups[^1], Is.LessThan(groups.Count), "the last group is about as long as the others");
            }
        }).QuickCheckThrowOnFailure();

    [Test]
    public void SteadyFilm_IsOpenedHalfAFrameBeforeTheCut([ValueSource(nameof(Rates))] string text)
    {
        var rate = FrameRate.Parse(text)!;
        foreach (var frame in new[] { 1, 100, 2311, 4999 })
        {
            Assert.That(Clock(5000, rate).Seek(frame), Is.EqualTo((frame - 0.5) / rate.Value).Within(1e-6));
        }
    }

    [Test]
    public void CutAtAKeyframe_IsOpenedBehindIt_SoThatDecodingBeginsThere()
    {
        double[] keyframes = [0, 4, 4.25, 10];

        var clock = new SourceClock(Times(480, Film), keyframes, Film, indexed: true);

        Assert.That(clock.Seek(240), Is.EqualTo(10.2).Within(1e-9));
        Assert.That(clock.Seek(96), Is.EqualTo((96 - 0.5) / 24).Within(1e-6), "the next keyframe is too near: the seek could land there");
        Assert.That(new SourceClock(Times(480, Film), keyframes, Film, indexed: false).Seek(240), Is.EqualTo((240 - 0.5) / 24).Within(1e-6));
    }

    [Test]
    public void UnevenFilm_IsOpenedBeforeTheFrameThatIsStillShown()
    {
        // Nothing between 7.5 s and 8.5 s: at the cut, frame 192, the picture of 7.5 s is still on the screen.
        var times = Times(480, Film).Where(time => time is <= 7.5 or >= 8.5).ToList();

        Assert.That(new SourceClock(times, [0], Film, indexed: false).Seek(192), Is.InRange(7.45, 7.5));
    }

    [TestCase(new[] { 0, 250, 300, 550 }, 310, 300, Description = "sooner than usual: a scene")]
    [TestCase(new[] { 0, 250, 300, 320, 550 }, 311, 320, Description = "the nearest")]
    [TestCase(new[] { 0, 250, 300, 550 }, 420, null, Description = "out of reach")]
    [TestCase(new[] { 0, 48, 96, 144, 192, 240 }, 190, null, Description = "all alike: no scenes")]
    [TestCase(new[] { 0 }, 5, null)]
    [TestCase(new int[0], 5, null)]
    public void KeyframeSoonerThanUsual_IsASceneChange(int[] keyframes, int target, int? found) =>
        Assert.That(ChunkCuts.FindEarlyKeyframe(new(target, 48), keyframes), Is.EqualTo(found));

    [TestCase("24/1", 48)]
    [TestCase("24000/1001", 48)]
    [TestCase("30000/1001", 60)]
    [TestCase("25/2", 25)]
    [TestCase("15/1", 30)]
    public void Keyframes_AreTwoSecondsApartOrJustOver(string rate, int frames) =>
        Assert.That(ChunkCuts.KeyframeInterval(FrameRate.Parse(rate)!), Is.EqualTo(frames));

    private static SourceClock Clock(int frames, FrameRate rate) => new(Times(frames, rate), [0], rate, indexed: false);

    private static List<double> Times(int frames, FrameRate rate) => [.. Enumerable.Range(0, frames).Select(frame => rate.Seconds(frame))];
}
