using Netflix.Encoding.Quality;

namespace Netflix.Encoding.Tests.Quality;

public class StretchTests
{
    private static readonly Stretch[] OneAndTwo = [new("black", 1, 2), new("freeze", 2.5, 4)];

    [Test]
    public void Metadata_IsReadAsStretches()
    {
        string[] lines =
        [
            "frame:24   pts:24      pts_time:1", "lavfi.black_start=1", "frame:48 pts:48 pts_time:2", "lavfi.black_end=2",
            "lavfi.freezedetect.freeze_start=2.5", "lavfi.freezedetect.freeze_duration=1",
        ];

        Assert.That(Stretches.Read(lines, 4), Is.EqualTo(OneAndTwo));
    }

    [Test]
    public void StretchAcrossACut_IsOne()
    {
        Stretch[] parts = [new("black", 6, 8), new("black", 8.04, 9), new("black", 12, 13)];

        Assert.That(Stretches.Merge(parts), Is.EqualTo(new[] { new Stretch("black", 6, 9), new Stretch("black", 12, 13) }));
    }

    [TestCase(0)]
    [TestCase(0.25)]
    [TestCase(-0.5)]
    public void Sound_IsFoundAsLateAsItIs(double late)
    {
        var (source, made) = (Beats(0), Beats(late));

        Assert.That(SoundCheck.Offset(source, made), Is.EqualTo(late).Within(0.011));
    }

    [Test]
    public void SteadyTone_TellsNothing() =>
        Assert.That(SoundCheck.Offset(Enumerable.Repeat((short)900, 3000).ToArray(), Enumerable.Repeat((short)880, 3000).ToArray()), Is.Null);

    /// <summary>Uneven beats over a low hum, as speech or music has.</summary>
    private static short[] Beats(double late)
    {
        var random = new Random(3);
        var beats = Enumerable.Range(0, 60).Select(_ => random.NextDouble() * 30).ToList();
        return [.. Enumerable.Range(0, 3000).Select(i => (short)(50 + (beats.Any(beat => (i / 100.0) - late - beat is >= 0 and < 0.12) ? 4000 : 0)))];
    }
}
