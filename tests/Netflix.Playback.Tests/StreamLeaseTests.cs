using Microsoft.Extensions.DependencyInjection;
using Netflix.Playback.Streams;
using Netflix.Testing;

namespace Netflix.Playback.Tests;

public class StreamLeaseTests
{
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
        Assert.That(grant.Ended, Is.EqualTo(first));
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
}
