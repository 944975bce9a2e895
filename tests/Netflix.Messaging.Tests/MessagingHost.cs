using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netflix.Contracts;

namespace Netflix.Messaging.Tests;

/// <summary>A process that dispatches the outbox and consumes, as the web role does; what its consumers saw is in <see cref="Seen"/>.</summary>
internal static class MessagingHost
{
    internal static IHost Build(OutboxDatabase database, Seen seen, string? rabbit, Action<IRegistrationConfigurator> consumers, params string[] dispatched)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:messaging", rabbit)]);
        builder.Services.AddSingleton(database.Source).AddSingleton(seen).AddScoped<Visit>();
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.AddMessaging(builder.Configuration, dispatched, consumers);
        return builder.Build();
    }

    internal static async Task<IHost> StartAsync(OutboxDatabase database, Seen seen, Action<IRegistrationConfigurator> consumers)
    {
        var host = Build(database, seen, rabbit: null, consumers, FilmContext.Schema);
        await host.StartAsync();
        return host;
    }
}

/// <summary>A scoped service: one for each consumer's call, or scopes are broken.</summary>
internal sealed class Visit
{
    internal Guid Id { get; } = Guid.NewGuid();
}

internal sealed record Consumed(string Consumer, object Message, Guid? MessageId, Guid Visit);

/// <summary>What was consumed, in order, to wait for; and which consumers are to fail.</summary>
internal sealed class Seen
{
    private readonly Channel<Consumed> channel = Channel.CreateUnbounded<Consumed>();

    internal ConcurrentDictionary<string, int> Failures { get; } = new();

    internal void Note(string consumer, object message, Guid? messageId, Visit visit)
    {
        channel.Writer.TryWrite(new(consumer, message, messageId, visit.Id));
        if (Failures.TryGetValue(consumer, out var left) && left > 0)
        {
            Failures[consumer] = left - 1;
            throw new InvalidOperationException($"{consumer} was told to fail.");
        }
    }

    internal async Task<Consumed> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await channel.Reader.ReadAsync(patience.Token);
    }

    internal async Task<List<Consumed>> NextAsync(int count)
    {
        var all = new List<Consumed>();
        while (all.Count < count)
        {
            all.Add(await NextAsync());
        }

        return all;
    }

    internal bool IsEmpty => channel.Reader.Count == 0;
}

/// <summary>Nested and internal, as modules' consumers are.</summary>
internal static class CountEdges
{
    internal sealed class Consumer(Seen seen, Visit visit) : IConsumer<EdgeUp>
    {
        public Task Consume(ConsumeContext<EdgeUp> context)
        {
            seen.Note(nameof(CountEdges), context.Message, context.MessageId, visit);
            return Task.CompletedTask;
        }
    }
}

internal static class GreetEdges
{
    internal sealed class Consumer(Seen seen, Visit visit) : IConsumer<EdgeUp>
    {
        public Task Consume(ConsumeContext<EdgeUp> context)
        {
            seen.Note(nameof(GreetEdges), context.Message, context.MessageId, visit);
            return Task.CompletedTask;
        }
    }
}

internal static class MournEdges
{
    internal sealed class Consumer(Seen seen, Visit visit) : IConsumer<EdgeDown>
    {
        public Task Consume(ConsumeContext<EdgeDown> context)
        {
            seen.Note(nameof(MournEdges), context.Message, context.MessageId, visit);
            return Task.CompletedTask;
        }
    }
}
