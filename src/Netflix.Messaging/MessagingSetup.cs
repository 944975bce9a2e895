using MassTransit;
using MassTransit.Mediator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netflix.Messaging;

/// <summary>Hands one event to all its consumers, or throws.</summary>
public interface IEventPublisher
{
    /// <summary>In process: returns when every consumer is done. RabbitMQ: when the broker has confirmed.</summary>
    Task PublishAsync(object message, Guid messageId, CancellationToken cancel);
}

/// <summary>
/// MassTransit. Without <c>ConnectionStrings:messaging</c> its mediator runs the consumers in this process while the
/// outbox row is still there; the in-memory transport would lose on a kill what was queued. With it, RabbitMQ.
/// </summary>
public static class MessagingSetup
{
    /// <param name="schemas">Schemas whose outbox this process dispatches.</param>
    public static IServiceCollection AddMessaging(
        this IServiceCollection services, IConfiguration configuration, IEnumerable<string> schemas, Action<IRegistrationConfigurator> consumers)
    {
        if (configuration.GetConnectionString("messaging") is { Length: > 0 } rabbit)
        {
            services.AddMassTransit(bus =>
            {
                bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(prefix: null, includeNamespace: true));
                consumers(bus);
                bus.UsingRabbitMq((context, configure) =>
                {
                    configure.Host(new Uri(rabbit));
                    configure.UseMessageRetry(retry => retry.Exponential(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(2)));
                    configure.ConfigureEndpoints(context);
                });
            });
            services.AddSingleton<IEventPublisher, BusPublisher>();
        }
        else
        {
            services.AddMediator(consumers);
            services.AddSingleton<IEventPublisher, MediatorPublisher>();
        }

        string[] dispatched = [.. schemas];
        services.AddSingleton(provider => new OutboxSignal(
            dispatched, provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<ILogger<OutboxSignal>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<OutboxSignal>());
        foreach (var schema in dispatched)
        {
            services.AddSingleton<IHostedService>(provider => new OutboxDispatcher(
                new OutboxStore(schema, provider.GetRequiredService<NpgsqlDataSource>()),
                provider.GetRequiredService<OutboxSignal>(),
                provider.GetRequiredService<IEventPublisher>(),
                provider.GetRequiredService<ILogger<OutboxDispatcher>>()));
        }

        return services;
    }

    private sealed class MediatorPublisher(IMediator mediator) : IEventPublisher
    {
        public Task PublishAsync(object message, Guid messageId, CancellationToken cancel) =>
            mediator.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => context.MessageId = messageId), cancel);
    }

    private sealed class BusPublisher(IBusControl bus) : IEventPublisher
    {
        private volatile bool ready;

        public async Task PublishAsync(object message, Guid messageId, CancellationToken cancel)
        {
            if (!ready)
            {
                // Exchanges and queues stand only once the bus is up; what is published before, no queue would keep.
                await bus.WaitForHealthStatus(BusHealthStatus.Healthy, cancel);
                ready = true;
            }

            await bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => context.MessageId = messageId), cancel);
        }
    }
}
