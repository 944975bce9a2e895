using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Playback.Features;

/// <summary>Remembers what players offer to skip in a video; not of one that is gone, and nothing older than what is known.</summary>
internal sealed class ApplyMarkers(PlaybackDbContext db) : IConsumer<MarkersChanged>
{
    public Task Consume(ConsumeContext<MarkersChanged> context)
    {
        var (message, json) = (context.Message, JsonSerializer.Serialize(context.Message.Markers, JsonSerializerOptions.Web));
        return db.Database.ExecuteSqlAsync($"""
            insert into playback.markers as known (video_id, markers, changed_at)
            select {message.VideoId}, {json}::jsonb, {message.At} where exists (select from playback.assets where video_id = {message.VideoId} for share)
            on conflict (video_id) do update set markers = excluded.markers, changed_at = excluded.changed_at where known.changed_at <= excluded.changed_at
            """, context.CancellationToken);
    }
}
