using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Contracts;

namespace Netflix.Messaging;

/// <summary>An event written in the transaction of the change it tells of, and published after the commit.</summary>
public sealed class OutboxMessage
{
    private static long lastMillisecond;

    private OutboxMessage() { }

    public Guid MessageId { get; private init; }
    public string Type { get; private init; } = "";
    public string Body { get; private init; } = "";

    internal static OutboxMessage Of(object message) => new()
    {
        MessageId = NextId(),
        Type = Outbox.NameOf(message.GetType()),
        Body = JsonSerializer.Serialize(message, message.GetType(), JsonSerializerOptions.Web),
    };

    /// <summary>Ids that grow also within a millisecond (uuid v7's do not), for they are the order of one transaction's events.</summary>
    private static Guid NextId()
    {
        long last, next;
        do
        {
            last = Volatile.Read(ref lastMillisecond);
            next = Math.Max(last + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        }
        while (Interlocked.CompareExchange(ref lastMillisecond, next, last) != last);

        return Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(next));
    }
}

public static class Outbox
{
    /// <summary>A message is tried this often, over about seven hours, then stays for inspection; <c>attempts = 0</c> tries it again.</summary>
    internal const int MaxAttempts = 20;

    /// <summary>Channel of the notice that a transaction with events has been committed; the payload is the schema.</summary>
    internal const string Channel = "outbox";

    /// <summary>Adds an event of <c>Netflix.Contracts</c>; it leaves with the context's next SaveChanges, or not at all.</summary>
    public static void Publish(this DbContext context, object message)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(message);
        context.Set<OutboxMessage>().Add(OutboxMessage.Of(message));
    }

    public static void AddOutbox(this ModelBuilder model) => model.Entity<OutboxMessage>(outbox =>
    {
        outbox.ToTable("outbox");
        outbox.HasKey(message => message.MessageId);
        outbox.Property(message => message.MessageId).ValueGeneratedNever();
        outbox.Property(message => message.Body).HasColumnType("jsonb");
    });

    /// <summary>
    /// The outbox table, for a module's first migration. Times are the database's, so that clocks of machines need not
    /// agree. The trigger wakes the dispatchers of all processes at the commit.
    /// </summary>
    public static void CreateOutbox(this MigrationBuilder migration, string schema) => migration.Sql($"""
        create table {schema}.outbox (
            message_id uuid primary key,
            type text not null,
            body jsonb not null,
            created_at timestamptz not null default now(),
            attempts int not null default 0,
            next_attempt_at timestamptz not null default now(),
            error text);
        create index outbox_due on {schema}.outbox (next_attempt_at, message_id) where attempts < {MaxAttempts};
        create function {schema}.outbox_written() returns trigger language plpgsql as
            $$ begin perform pg_notify('{Channel}', tg_table_schema); return null; end $$;
        create trigger outbox_written after insert on {schema}.outbox
            for each statement execute function {schema}.outbox_written();
        """);

    internal static string NameOf(Type type) => type.Assembly == typeof(AssetReady).Assembly
        ? type.FullName!
        : throw new ArgumentException($"{type} is no event of Netflix.Contracts: no other module could read it.", nameof(type));

    internal static Type TypeOf(string name) =>
        typeof(AssetReady).Assembly.GetType(name) ?? throw new InvalidOperationException($"Unknown event {name}.");
}
