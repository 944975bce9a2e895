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

        foreach (var schema in schemas)
        {
            services.AddSingleton<IHostedService>(provider => new OutboxDispatcher(
                schema,
                provider.GetRequiredService<NpgsqlDataSource>(),
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

    private sealed class BusPublisher(IBus bus) : IEventPublisher
    {
        public Task PublishAsync(object message, Guid messageId, CancellationToken cancel) =>
            bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(context => context.MessageId = messageId), cancel);
    }
}
