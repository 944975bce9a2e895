using Netflix.Delivery.Cache;

namespace Netflix.Delivery.Tests;

public class OriginGuardTests
{
    private readonly Clock clock = new();

    [Test]
    public void OriginThatFails_IsLeftAlone_ThenTriedByOne()
    {
        var guard = new OriginGuard(clock);
        for (var i = 0; i < OriginGuard.FailuresToOpen; i++)
        {
            Assert.That(guard.TryEnter());
            guard.Failed();
        }

        Assert.That(guard.TryEnter(), Is.False);
        clock.Advance(OriginGuard.OpenFor);
        Assert.That(guard.TryEnter());
        Assert.That(guard.TryEnter(), Is.False, "the others wait for what the first one finds");

        guard.Failed();
        Assert.That(guard.TryEnter(), Is.False);
        clock.Advance(OriginGuard.OpenFor);
        Assert.That(guard.TryEnter());
        guard.Succeeded();
        Assert.That(guard.TryEnter());
    }

    [Test]
    public void Retries_AreATenthOfTheRequests()
    {
        var guard = new OriginGuard(clock);
        var retries = 0;
        for (var i = 0; i < 1000; i++)
        {
            Assert.That(guard.TryEnter());
            retries += guard.Failed() ? 1 : 0;
            guard.Succeeded(); // no five in a row
        }

        Assert.That(retries, Is.InRange(100, 111), "a tenth, and ten that were saved");
    }

    private sealed class Clock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        internal void Advance(TimeSpan by) => now += by.Ticks;
    }
}
