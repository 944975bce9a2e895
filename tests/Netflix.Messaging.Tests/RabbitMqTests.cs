using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Netflix.Contracts;

namespace Netflix.Messaging.Tests;

/// <summary>The same outbox and consumers over a real RabbitMQ: one host dispatches, another consumes.</summary>
internal sealed class RabbitMqTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Events_CrossProcesses_SurviveAConsumersRestart_AndRepeatWithTheSameId()
    {
        await using var database = await OutboxDatabase.CreateAsync();
        await using var rabbit = await RabbitMqServer.StartAsync();
        var (here, there) = (new Seen(), new Seen());
        using var dispatching = MessagingHost.Build(database, here, rabbit.ConnectionString, _ => { }, FilmContext.Schema);
        using (var consuming = MessagingHost.Build(database, there, rabbit.ConnectionString, Consumers))
        {
            await consuming.StartAsync();
            await consuming.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, default(CancellationToken));
            await dispatching.StartAsync();

            await database.PublishAsync(new EdgeUp("first", Noon));

            var first = await there.NextAsync(2);
            Assert.That(first.Select(one => one.Consumer), Is.EquivalentTo(new[] { nameof(CountEdges), nameof(GreetEdges) }));
            Assert.That(first.Select(one => one.Message), Is.All.EqualTo(new EdgeUp("first", Noon)));
            await consuming.StopAsync();
        }

        // Nobody consumes: the broker keeps it, and the outbox is rid of it.
        await database.PublishAsync(new EdgeUp("second", Noon));
        while (await database.RowsAsync() > 0)
        {
            await Task.Delay(20);
        }

        using var again = MessagingHost.Build(database, there, rabbit.ConnectionString, Consumers);
        await again.StartAsync();
        var second = await there.NextAsync(2);
        Assert.That(second.Select(one => one.Message), Is.All.EqualTo(new EdgeUp("second", Noon)));

        // A dispatcher killed between publishing and deleting the row publishes again: consumers can tell by the id.
        var publisher = dispatching.Services.GetRequiredService<IEventPublisher>();
        await publisher.PublishAsync(second[0].Message, second[0].MessageId!.Value, default);
        var repeated = await there.NextAsync(2);
        Assert.That(repeated.Select(one => one.MessageId), Is.All.EqualTo(second[0].MessageId));
        Assert.That(here.IsEmpty, Is.True);

        await again.StopAsync();
        await dispatching.StopAsync();
    }

    private static void Consumers(IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<CountEdges.Consumer>();
        consumers.AddConsumer<GreetEdges.Consumer>();
    }
}
