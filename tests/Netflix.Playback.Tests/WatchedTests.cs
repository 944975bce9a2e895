using Netflix.Playback.Progress;

namespace Netflix.Playback.Tests;

public class WatchedTests
{
    private static readonly Guid Earlier = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(50));
    private static readonly Guid Later = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(51));

    private static Watched At(Guid session, long sequence) => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), session, sequence, 12.345, 60, DateTimeOffset.UnixEpoch.AddMilliseconds(1234));

    [Test]
    public void Pack_ReadsBack()
    {
        var watched = At(Earlier, 7);

        Assert.That(Watched.Unpack(watched.ProfileId, watched.VideoId, watched.Pack()), Is.EqualTo(watched));
    }

    [Test]
    public void CompletedOnce_IsReadBackWithAnEarlierPosition()
    {
        var again = At(Earlier, 7) with { WasCompleted = true };

        Assert.That(Watched.Unpack(again.ProfileId, again.VideoId, again.Pack()), Is.EqualTo(again));
    }

    [Test]
    public void NewerSession_WinsWhateverItsSequence()
    {
        Assert.That(At(Later, 0).IsAfter(Earlier, 99));
        Assert.That(At(Earlier, 99).IsAfter(Later, 0), Is.False);
    }

    [Test]
    public void SameSession_GreaterSequenceWins()
    {
        Assert.That(At(Earlier, 2).IsAfter(Earlier, 1));
        Assert.That(At(Earlier, 1).IsAfter(Earlier, 1), Is.False);
    }

    [Test]
    public void GuidOrder_IsTheOrderOfItsText()
    {
        // The Lua script compares texts, PostgreSQL bytes, this code Guids: all must agree.
        for (var i = 0; i < 1000; i++)
        {
            var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
            Assert.That(Math.Sign(a.CompareTo(b)), Is.EqualTo(Math.Sign(string.CompareOrdinal(a.ToString("N"), b.ToString("N")))));
        }
    }
}
