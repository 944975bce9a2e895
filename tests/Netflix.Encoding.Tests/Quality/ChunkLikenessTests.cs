using Netflix.Encoding.Quality;

namespace Netflix.Encoding.Tests.Quality;

public class ChunkLikenessTests
{
    private const int Frames = 48;
    private const int Size = Fingerprints.FrameBytes;

    [Test]
    public void SameFrames_HaveNoFault() => Assert.That(Fault(Moving(0, Frames)), Is.Null);

    [Test]
    public void EncodingNoise_IsNoFault() => Assert.That(Fault(Moving(0, Frames, noise: 2)), Is.Null);

    [TestCase(1, "1 frame early")]
    [TestCase(-1, "1 frame late")]
    [TestCase(2, "2 frames early")]
    public void ShiftedFrames_AreFound(int shift, string fault) =>
        Assert.That(Fault(Moving(shift, Frames, noise: 1)), Does.Contain(fault));

    [Test]
    public void MissingFrame_IsFound() => Assert.That(Fault(Moving(0, Frames - 1)), Is.EqualTo("47 of 48 frames decode"));

    [Test]
    public void BlackRunInTheMiddle_IsFound()
    {
        var made = Moving(0, Frames);
        Array.Clear(made, 20 * Size, 14 * Size);

        Assert.That(Fault(made), Does.StartWith("from frame 20 on"));
    }

    [Test]
    public void FrozenRunInTheMiddle_IsFound()
    {
        var made = Moving(0, Frames);
        for (var frame = 11; frame < 40; frame++)
        {
            Array.Copy(made, 10 * Size, made, frame * Size, Size);
        }

        Assert.That(Fault(made), Is.Not.Null);
    }

    [Test]
    public void StillPicture_HasNoFaultWhereverItIsCut()
    {
        var still = Enumerable.Repeat((byte)90, (Frames + 2) * Size).ToArray();

        Assert.That(ChunkLikeness.FindFault(new(still[..(Frames * Size)]), new(still), Frames, 24), Is.Null);
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(-1, -1)]
    public void Cut_IsProvedByTheFramesBeyondIt(int shift, int late) =>
        Assert.That(ChunkLikeness.CutError(Moving(10, 2), Moving(10 + shift, 2)), Is.EqualTo(late));

    [Test]
    public void CutInAStillScene_CannotBeWrong() =>
        Assert.That(ChunkLikeness.CutError(new byte[2 * Size], new byte[2 * Size]), Is.Zero);

    private static string? Fault(byte[] made) => ChunkLikeness.FindFault(new(made), new(Moving(0, Frames + 2)), Frames, 24);

    /// <summary>A bright bar that moves right.</summary>
    private static byte[] Moving(int first, int frames, int noise = 0)
    {
        var random = new Random(7);
        var data = new byte[frames * Size];
        for (var i = 0; i < data.Length; i++)
        {
            var (frame, column) = (first + (i / Size), i % Fingerprints.Width);
            var level = 100 + (80 * Math.Sin((column - (frame * 0.4)) * 0.6));
            data[i] = (byte)Math.Clamp(level + random.Next(-noise, noise + 1), 0, 255);
        }

        return data;
    }
}
