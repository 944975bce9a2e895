using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Netflix.Contracts;

namespace Netflix.Messaging.Tests;

/// <summary>The outbox table and its dispatcher on a real PostgreSQL, with a publisher that the test holds.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed class OutboxTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private OutboxDatabase database = null!;

    [SetUp]
    public async Task CreateDatabase() => database = await OutboxDatabase.CreateAsync();

    [TearDown]
    public async Task DropDatabase() => await database.DisposeAsync();

    [Test]
    public async Task Committed_IsPublishedAsItWasWithItsId()
    {
        var ready = new AssetReady(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(),
            new(12.5, [new("v720", 720, 1280, 534, "avc1.64001f", 3_000_000, 2_000_000, 23.976)], [], [], "poster.jpg", null), Noon);
        await database.PublishAsync(ready);
        var publisher = new Published();

        Assert.That(await Dispatcher(publisher).DispatchOneAsync(default), Is.True);

        var (message, id) = publisher.All.Single();
        Assert.That(((AssetReady)message).Asset.Video.Single(), Is.EqualTo(ready.Asset.Video.Single()));
        Assert.That((AssetReady)message with { Asset = ready.Asset }, Is.EqualTo(ready));
        Assert.That(id, Is.Not.EqualTo(Guid.Empty));
        Assert.That(await database.RowsAsync(), Is.Zero);
        Assert.That(await Dispatcher(publisher).DispatchOneAsync(default), Is.False);
    }

    [Test]
    public async Task RolledBack_IsNeverPublished()
    {
        await using (var films = database.Open())
        {
            await using var transaction = await films.Database.BeginTransactionAsync();
            films.Films.Add(new() { Id = Guid.NewGuid() });
            films.Publish(new EdgeUp("a", Noon));
            await films.SaveChangesAsync();
        }

        Assert.That(await database.RowsAsync(), Is.Zero);
        Assert.That(await database.ReadAsync<long>("select count(*) from films.film"), Is.Zero);
    }

    [Test]
    public async Task FailingChange_TakesItsEventWithIt()
    {
        var id = Guid.NewGuid();
        await database.ExecuteAsync($"insert into films.film values ('{id}')");
        await using var films = database.Open();
        films.Films.Add(new() { Id = id });
        films.Publish(new EdgeUp("a", Noon));

        Assert.ThrowsAsync<DbUpdateException>(() => films.SaveChangesAsync());

        Assert.That(await database.RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task ForeignEvent_IsRefusedAtOnce()
    {
        await using var films = database.Open();

        Assert.Throws<ArgumentException>(() => films.Publish(new Film()));
    }

    [Test]
    public async Task KilledWhilePublishing_IsDeliveredAgainAfterTheLease()
    {
        await database.PublishAsync(new EdgeUp("a", Noon));
        Assert.That(await database.Outbox().TakeAsync(default), Is.Not.Null); // and then never heard of again

        var publisher = new Published();
        Assert.That(await Dispatcher(publisher).DispatchOneAsync(default), Is.False, "while leased");

        Assert.That(await database.ReadAsync<double>("select extract(epoch from next_attempt_at - now())::float8 from films.outbox"), Is.InRange(5, 10));
        await database.LetTimePassAsync();
        Assert.That(await Dispatcher(publisher).DispatchOneAsync(default), Is.True);
        Assert.That(publisher.All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Failing_IsTriedWithGrowingPausesThenKept()
    {
        await database.PublishAsync(new EdgeUp("a", Noon));
        var publisher = new Published { Fails = _ => true };
        var dispatcher = Dispatcher(publisher);

        for (var attempt = 1; attempt <= Outbox.MaxAttempts; attempt++)
        {
            Assert.That(await dispatcher.DispatchOneAsync(default), Is.True);
            Assert.That(await dispatcher.DispatchOneAsync(default), Is.False, "during the pause");
            var pause = await database.ReadAsync<double>("select extract(epoch from next_attempt_at - now())::float8 from films.outbox");
            Assert.That(pause, Is.GreaterThan(0).And.LessThanOrEqualTo(OutboxDispatcher.PauseAfter(attempt).TotalSeconds));
            await database.LetTimePassAsync();
        }

        publisher.Fails = _ => false;
        Assert.That(await dispatcher.DispatchOneAsync(default), Is.False);
        Assert.That(await database.ReadAsync<string>("select error from films.outbox"), Is.EqualTo("The consumer failed."));
        Assert.That(OutboxDispatcher.PauseAfter(1), Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(OutboxDispatcher.PauseAfter(Outbox.MaxAttempts), Is.EqualTo(TimeSpan.FromHours(1)));

        await database.ExecuteAsync("update films.outbox set attempts = 0");
        Assert.That(await dispatcher.DispatchOneAsync(default), Is.True);
        Assert.That(await database.RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task UnknownEvent_IsKeptAndStopsNothing()
    {
        await database.ExecuteAsync($"insert into films.outbox (message_id, type, body) values ('{Guid.NewGuid()}', 'Netflix.Contracts.Gone', '{{}}')");
        await database.PublishAsync(new EdgeUp("a", Noon));
        var publisher = new Published();
        var dispatcher = Dispatcher(publisher);

        Assert.That(await dispatcher.DispatchOneAsync(default) && await dispatcher.DispatchOneAsync(default), Is.True);

        Assert.That(publisher.All, Has.Count.EqualTo(1));
        Assert.That(await database.ReadAsync<string>("select error from films.outbox"), Does.Contain("Netflix.Contracts.Gone"));
    }

    [Test]
    public async Task OneFailing_DoesNotBlockTheOthers_AndOrderIsKept()
    {
        await database.PublishAsync([.. Enumerable.Range(0, 10).Select(i => new EdgeUp($"{i}", Noon))]);
        var publisher = new Published { Fails = message => message is EdgeUp { EdgeId: "3" } };
        var dispatcher = Dispatcher(publisher);

        while (await dispatcher.DispatchOneAsync(default))
        {
        }

        Assert.That(publisher.All.Select(one => ((EdgeUp)one.Message).EdgeId), Is.EqualTo(new[] { "0", "1", "2", "4", "5", "6", "7", "8", "9" }));
        Assert.That(await database.RowsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task TwoDispatchers_ShareTheRows_NoneLostNoneTwice()
    {
        await database.PublishAsync([.. Enumerable.Range(0, 200).Select(i => new EdgeUp($"{i}", Noon))]);
        Published[] publishers = [new(), new()];

        await Task.WhenAll(publishers.Select(async publisher =>
        {
            var dispatcher = Dispatcher(publisher);
            while (await dispatcher.DispatchOneAsync(default))
            {
            }
        }));

        Assert.That(publishers.SelectMany(publisher => publisher.All).Select(one => one.Id).Distinct().Count(), Is.EqualTo(200));
        Assert.That(publishers.Sum(publisher => publisher.All.Count), Is.EqualTo(200));
        Assert.That(publishers.Min(publisher => publisher.All.Count), Is.GreaterThan(20));
    }

    [Test]
    public async Task SlowConsumer_KeepsItsLeaseAndHoldsNoConnection()
    {
        await database.PublishAsync(new EdgeUp("a", Noon));
        var lease = TimeSpan.FromSeconds(2);
        var publisher = new Published { Until = new TaskCompletionSource() };
        var dispatching = Dispatcher(publisher, lease).DispatchOneAsync(default);
        await publisher.Started.Task;
        var first = await database.ReadAsync<DateTime>("select next_attempt_at from films.outbox");

        Assert.That(await database.ReadAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"), Is.Zero);
        for (var renewed = first; renewed < first + lease; renewed = await database.ReadAsync<DateTime>("select next_attempt_at from films.outbox"))
        {
            Assert.That(await database.Outbox(lease).TakeAsync(default), Is.Null);
        }

        publisher.Until.SetResult();
        Assert.That(await dispatching, Is.True);
        Assert.That(await database.RowsAsync(), Is.Zero);
    }

    [Test]
    public async Task Stopping_GivesTheMessageBackAtOnce()
    {
        await database.PublishAsync(new EdgeUp("a", Noon));
        var publisher = new Published { Until = new TaskCompletionSource() };
        using var dispatcher = Dispatcher(publisher);
        await dispatcher.StartAsync(default);
        await publisher.Started.Task;

        await dispatcher.StopAsync(default);

        Assert.That((await database.Outbox().TakeAsync(default))?.Attempt, Is.EqualTo(1));
    }

    [Test]
    public async Task Commit_WakesTheDispatcher()
    {
        using var signal = database.Signal();
        await signal.StartAsync(default);
        Assert.That(await signal.WaitAsync(FilmContext.Schema, default), Is.True, "when listening begins");

        await database.PublishAsync(new EdgeUp("a", Noon));

        Assert.That(await signal.WaitAsync(FilmContext.Schema, default), Is.True);
        Assert.That(await signal.WaitAsync(FilmContext.Schema, default), Is.False, "nothing more was written");
        await signal.StopAsync(default);
    }

    private OutboxDispatcher Dispatcher(IEventPublisher publisher, TimeSpan? lease = null) =>
        new(database.Outbox(lease), database.Signal(), publisher, NullLogger<OutboxDispatcher>.Instance);

    private sealed class Published : IEventPublisher
    {
        internal List<(object Message, Guid Id)> All { get; } = [];
        internal Func<object, bool> Fails { get; set; } = _ => false;
        internal TaskCompletionSource? Until { get; init; }
        internal TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task PublishAsync(object message, Guid messageId, CancellationToken cancel)
        {
            Started.TrySetResult();
            if (Fails(message))
            {
                throw new InvalidOperationException("The consumer failed.");
            }

            if (Until is not null)
            {
                await Until.Task.WaitAsync(cancel);
            }

            All.Add((message, messageId));
        }
    }
}
