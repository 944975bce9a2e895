using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Playback.Features;

/// <summary>A removed trailer can be played no more. Nobody's history holds it.</summary>
internal sealed class ForgetVideo(PlaybackDbContext db) : IConsumer<VideoDeleted>
{
    public async Task Consume(ConsumeContext<VideoDeleted> context)
    {
        var (videoId, cancel) = (context.Message.VideoId, context.CancellationToken);
        await db.Assets.Where(asset => asset.VideoId == videoId).ExecuteDeleteAsync(cancel);
        await db.Markers.Where(known => known.VideoId == videoId).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync($"""
            delete from playback.player_events where session_id in (select session_id from playback.sessions where video_id = {videoId})
            """, cancel);
        await db.Sessions.Where(session => session.VideoId == videoId).ExecuteDeleteAsync(cancel);
    }
}
