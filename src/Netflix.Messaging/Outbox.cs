using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Messaging;

/// <summary>An event written in the transaction of the change it tells of, and published after the commit.</summary>
public sealed class OutboxMessage
{
    private OutboxMessage() { }

    public Guid MessageId { get; private init; }
    public string Type { get; private init; } = "";
    public string Body { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }
    public int Attempts { get; private init; }
    public DateTimeOffset NextAttemptAt { get; private init; }
    public string? Error { get; private init; }

    internal static OutboxMessage Of(object message) => new()
    {
        MessageId = Guid.CreateVersion7(),
        Type = message.GetType().FullName!,
        Body = JsonSerializer.Serialize(message, message.GetType(), JsonSerializerOptions.Web),
        CreatedAt = DateTimeOffset.UtcNow,
        NextAttemptAt = DateTimeOffset.UtcNow,
    };
}

public static class Outbox
{
    /// <summary>Adds an event of <c>Netflix.Contracts</c>; it leaves with the context's next SaveChanges, or not at all.</summary>
    [SuppressMessage("Design", "CA1062", Justification = "Nullable reference types say so.")]
    public static void Publish(this DbContext context, object message) => context.Set<OutboxMessage>().Add(OutboxMessage.Of(message));

    public static void AddOutbox(this ModelBuilder model) => model.Entity<OutboxMessage>(outbox =>
    {
        outbox.ToTable("outbox");
        outbox.HasKey(message => message.MessageId);
        outbox.Property(message => message.Body).HasColumnType("jsonb");
    });

    /// <summary>The outbox table, for a module's first migration.</summary>
    public static void CreateOutbox(this MigrationBuilder migration, string schema) => migration.Sql($"""
        create table {schema}.outbox (
            message_id uuid primary key,
            type text not null,
            body jsonb not null,
            created_at timestamptz not null,
            attempts int not null default 0,
            next_attempt_at timestamptz not null,
            error text);
        create index outbox_due on {schema}.outbox (next_attempt_at);
        """);
}
