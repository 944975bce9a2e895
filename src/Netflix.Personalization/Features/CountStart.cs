using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Personalization.Features;

/// <summary>Counts each session once towards what is trending in its country.</summary>
internal sealed class CountStart(PersonalizationDbContext db, TimeProvider clock) : IConsumer<PlaybackStarted>
{
    public async Task Consume(ConsumeContext<PlaybackStarted> context)
    {
        var (started, cancel) = (context.Message, context.CancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var isNew = await db.Database.ExecuteSqlAsync($"""
            insert into personalization.counted_sessions (session_id, counted_at) values ({started.SessionId}, {clock.GetUtcNow()})
            on conflict do nothing
            """, cancel);
        if (isNew > 0)
        {
            await db.Database.ExecuteSqlAsync($"""
                insert into personalization.title_starts as known (country, day, content_id, count)
                values ({started.Country}, {DateOnly.FromDateTime(started.At.UtcDateTime)}, {started.ContentId}, 1)
                on conflict (country, day, content_id) do update set count = known.count + 1
                """, cancel);
        }

        await transaction.CommitAsync(cancel);
    }
}
