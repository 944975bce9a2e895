using Netflix.Contracts;
using Netflix.Playback.Manifests;

namespace Netflix.Playback.Tests;

public class StartRungTests
{
    private static readonly AssetDescription Asset = new(30,
        [Rung(1080, 5_000_000), Rung(720, 2_400_000), Rung(480, 1_200_000)], [new("a_en", "en", "English", 2, "mp4a.40.2", 130_000)], [], null, null);

    // A fifth of what was measured is left, and the sound needs its part.
    [TestCase(null, new[] { 1080, 720, 480 })]
    [TestCase(6_412_500, new[] { 1080, 720, 480 })]
    [TestCase(6_412_400, new[] { 720, 1080, 480 })]
    [TestCase(2_000_000, new[] { 480, 1080, 720 })]
    [TestCase(1_000, new[] { 480, 1080, 720 })]
    public void BestThatFits_StandsFirst(int? bandwidth, int[] order) =>
        Assert.That(StartRung.First(Asset.Video, Asset, bandwidth).Select(rung => rung.Rung), Is.EqualTo(order));

    [TestCase("tv", 1080)]
    [TestCase("TV", 1080)]
    [TestCase("phone", int.MaxValue)]
    public void DeviceLimit_IsByItsKind(string deviceType, int most) =>
        Assert.That(new PlaybackOptions { DeviceLimits = { ["Tv"] = 1080 } }.MaxRungOf(deviceType), Is.EqualTo(most));

    [TestCase(1080, true)]
    [TestCase(0, false)]
    [TestCase(100_000, false)]
    public void DeviceLimit_IsANumberOfLines(int lines, bool valid) => Assert.That(new PlaybackOptions { DeviceLimits = { ["tv"] = lines } }.IsValid, Is.EqualTo(valid));

    private static VideoRendition Rung(int lines, int peak) => new($"v{lines}", lines, lines * 16 / 9, lines, "avc1.64001f", peak, peak / 2, 24);
}
