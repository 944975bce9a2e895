using MassTransit;
using Netflix.Contracts;

namespace Netflix.Messaging.Tests;

/// <summary>Outbox to consumers within one process, all parts real.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed class MediatorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Seen seen = new();
    private OutboxDatabase database = null!;

    [SetUp]
    public async Task CreateDatabase() => database = await OutboxDatabase.CreateAsync();

    [TearDown]
    public async Task DropDatabase() => await database.DisposeAsync();

    [Test]
    public async Task Event_ReachesEveryConsumerOfItsType_InScopesOfTheirOwn()
    {
        using var host = await MessagingHost.StartAsync(database, seen, All);
        await database.PublishAsync(new EdgeUp("north", Noon));

        var both = await seen.NextAsync(2);

        Assert.That(both.Select(one => one.Consumer), Is.EquivalentTo(new[] { nameof(CountEdges), nameof(GreetEdges) }));
        Assert.That(both.Select(one => one.Message), Is.All.EqualTo(new EdgeUp("north", Noon)));
        Assert.That(both[0].MessageId, Is.Not.Null.And.Not.EqualTo(Guid.Empty).And.EqualTo(both[1].MessageId));
        Assert.That(both[0].Visit, Is.Not.EqualTo(both[1].Visit));
        await host.StopAsync();
        Assert.That((seen.IsEmpty, await database.RowsAsync()), Is.EqualTo((true, 0L)));
    }

    [Test]
    public async Task WrittenBeforeTheProcessStarted_IsDelivered()
    {
        await database.PublishAsync(new EdgeDown("south", Noon));

        using var host = await MessagingHost.StartAsync(database, seen, All);

        Assert.That((await seen.NextAsync()).Message, Is.EqualTo(new EdgeDown("south", Noon)));
        await host.StopAsync();
    }

    [Test]
    public async Task FailingConsumer_StopsNeitherOthersNorLaterEvents_AndIsTriedAgainWithTheSameId()
    {
        seen.Failures[nameof(CountEdges)] = 1;
        using var host = await MessagingHost.StartAsync(database, seen, All);
        await database.PublishAsync(new EdgeUp("north", Noon), new EdgeDown("south", Noon));

        var all = await seen.NextAsync(5);

        Assert.That(all.Take(3).Select(one => one.Consumer), Is.EquivalentTo(new[] { nameof(CountEdges), nameof(GreetEdges), nameof(MournEdges) }));
        Assert.That(all.Skip(3).Select(one => one.Consumer), Is.EquivalentTo(new[] { nameof(CountEdges), nameof(GreetEdges) }));
        Assert.That(all.Where(one => one.Message is EdgeUp).Select(one => one.MessageId).Distinct().Count(), Is.EqualTo(1));
        await host.StopAsync();
        Assert.That(await database.RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task EventWithoutConsumer_IsDone()
    {
        using var host = await MessagingHost.StartAsync(database, seen, consumers => consumers.AddConsumer<MournEdges.Consumer>());
        await database.PublishAsync(new EdgeUp("north", Noon), new EdgeDown("south", Noon));

        Assert.That((await seen.NextAsync()).Message, Is.TypeOf<EdgeDown>());
        await host.StopAsync();
        Assert.That(await database.RowsAsync(), Is.Zero);
    }

    private static void All(IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<CountEdges.Consumer>();
        consumers.AddConsumer<GreetEdges.Consumer>();
        consumers.AddConsumer<MournEdges.Consumer>();
    }
}
