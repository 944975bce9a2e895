using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netflix.Playback.Streams;
using Netflix.Testing;
using StackExchange.Redis;

namespace Netflix.Playback.Tests;

public class StreamLeaseTests
{
    private static readonly TimeSpan LongerThanALease = new PlaybackOptions().StreamLease + TimeSpan.FromSeconds(1);

    private NetflixApp app = null!;
    private StreamLeases leases = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync();
        leases = app.Services.GetRequiredService<StreamLeases>();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await app.DisposeAsync();

    [Test]
    public async Task HundredStartsAtOnce_ExactlyTheLimitIsGranted()
    {
        var account = Guid.NewGuid();

        var grants = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => leases.AcquireAsync(account, Guid.CreateVersion7(), 2, takeOver: false)));

        Assert.That(grants.Count(grant => grant.Granted), Is.EqualTo(2));
        Assert.That(grants.First(grant => !grant.Granted).InUse, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task TakeOver_EndsTheOldest()
    {
        var (account, first, second) = (Guid.NewGuid(), Guid.CreateVersion7(DateTimeOffset.UtcNow.AddMinutes(-2)), Guid.CreateVersion7(DateTimeOffset.UtcNow.AddMinutes(-1)));
        await leases.AcquireAsync(account, second, 2, takeOver: false);
        await leases.AcquireAsync(account, first, 2, takeOver: false);

        var grant = await leases.AcquireAsync(account, Guid.CreateVersion7(), 2, takeOver: true);

        Assert.That(grant.Granted);
        Assert.That(grant.TakenOver, Is.EqualTo(first));
    }

    [Test]
    public async Task EndedStream_MakesRoom()
    {
        var (account, first) = (Guid.NewGuid(), Guid.CreateVersion7());
        await leases.AcquireAsync(account, first, 1, takeOver: false);

        await leases.EndAsync(account, first, "stopped");

        Assert.That(await leases.EndedAsync(first), Is.EqualTo("stopped"));
        Assert.That((await leases.AcquireAsync(account, Guid.CreateVersion7(), 1, takeOver: false)).Granted);
    }

    [Test]
    public async Task LapsedLease_KeepsItsPlaceUntilAnotherNeedsIt()
    {
        var (account, silent, heard, third) = (Guid.NewGuid(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await At(-LongerThanALease).AcquireAsync(account, silent, 2, takeOver: false);

        var second = await leases.AcquireAsync(account, heard, 2, takeOver: false);
        var more = await leases.AcquireAsync(account, third, 2, takeOver: false);
        var full = await leases.AcquireAsync(account, Guid.CreateVersion7(), 2, takeOver: false);

        Assert.That(second.Lapsed, Is.Empty, "there was room");
        Assert.That(more.Granted);
        Assert.That(more.Lapsed, Is.EqualTo(new[] { silent }), "so that it can be refused at the edges");
        Assert.That(full.Granted, Is.False);
        Assert.That(full.InUse, Is.EquivalentTo(new[] { heard, third }));
    }

    [Test]
    public async Task StreamsOfAllAccounts_AreCountedWhileTheirLeasesLast()
    {
        var (account, first) = (Guid.NewGuid(), Guid.CreateVersion7());
        await At(-LongerThanALease).AcquireAsync(account, Guid.CreateVersion7(), 4, takeOver: false);
        var before = await leases.CountAsync();
        await leases.AcquireAsync(account, first, 4, takeOver: false);
        await leases.AcquireAsync(Guid.NewGuid(), Guid.CreateVersion7(), 4, takeOver: false);

        var with = await leases.CountAsync();
        await leases.EndAsync(account, first, "stopped");

        Assert.That((with - before, await leases.CountAsync() - before), Is.EqualTo((2, 1)));
    }

    /// <summary>The same leases as they were then.</summary>
    private StreamLeases At(TimeSpan ago) => new(
        app.Services.GetRequiredService<IConnectionMultiplexer>(), app.Services.GetRequiredService<EndNotices>(), Options.Create(new PlaybackOptions()), new Then(ago), NullLogger<StreamLeases>.Instance);

    private sealed class Then(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ago;
    }
}
