using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Tests.Media;

public class SoundGainTests
{
    [TestCase(-18.0, -0.5, -5.0, false, Description = "loud: softer")]
    [TestCase(-30.0, -20.0, 7.0, false, Description = "soft, and room above")]
    [TestCase(-30.0, -5.0, 7.0, true, Description = "peaks are held down by 3.5 dB")]
    [TestCase(-40.0, -3.0, 7.5, true, Description = "by no more than 6")]
    [TestCase(-60.0, -50.0, 20.0, false, Description = "the noise of a room stays soft")]
    [TestCase(null, null, 0.0, false, Description = "silence")]
    [TestCase(null, 0.0, -1.5, false, Description = "a click, too short to be loud")]
    public void Gain_ReachesTheTargetWithinThePeaks(double? loudness, double? peak, double gain, bool limited)
    {
        var decided = SoundGain.For(new(loudness, peak), -23);

        Assert.That((decided.Db, decided.CeilingDb is not null), Is.EqualTo((gain, limited)));
    }

    [Test]
    public void Meter_ReadsWhatEbur128Says()
    {
        var meter = new SoundMeter();
        foreach (var line in new[] { "[Parsed_ebur128_0 @ 0x1] [info] Summary:", "    I:         -21.4 LUFS", "    Threshold: -33.7 LUFS", "    Peak:       -1.3 dBFS" })
        {
            meter.Read(line);
        }

        Assert.That(meter.Measure, Is.EqualTo(new SoundMeasure(-21.4, -1.3)));
    }

    [TestCase("    I:         -70.0 LUFS", "    Peak:       -inf dBFS")]
    public void Meter_OfSilenceSaysNothing(string loudness, string peak)
    {
        var meter = new SoundMeter();
        meter.Read(loudness);
        meter.Read(peak);

        Assert.That(meter.Measure, Is.EqualTo(new SoundMeasure(null, null)));
    }

    [TestCase(false, 70, 0, 5, true, "tff", Description = "the header lies")]
    [TestCase(false, 10, 10, 60, false, null, Description = "some doubt is not enough")]
    [TestCase(true, 0, 0, 80, false, null, Description = "whole pictures, called interlaced")]
    [TestCase(true, 0, 60, 10, true, "bff")]
    [TestCase(true, 0, 0, 3, true, null, Description = "a still picture tells nothing")]
    public void Interlacing_IsDecidedByThePictures(bool header, int top, int bottom, int whole, bool interlaced, string? parity)
    {
        var film = InterlaceCheck.Decide(new SourceFilm("", "", 0, 16, 16, new(25, 1), 1, header, 1, [], [], []), top, bottom, whole);

        Assert.That((film.Interlaced, film.Parity), Is.EqualTo((interlaced, parity)));
    }
}
