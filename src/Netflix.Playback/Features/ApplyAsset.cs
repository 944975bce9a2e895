using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Playback.Progress;

namespace Netflix.Playback.Features;

/// <summary>Remembers what can be played of a video.</summary>
internal sealed class ApplyAsset(PlaybackDbContext db) : IConsumer<AssetReady>
{
    public async Task Consume(ConsumeContext<AssetReady> context)
    {
        if (!await db.Assets.AnyAsync(asset => asset.AssetId == context.Message.AssetId, context.CancellationToken))
        {
            db.Assets.Add(PlayableAsset.Of(context.Message));
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }
}

/// <summary>Removes what is held of titles, accounts and profiles that are gone.</summary>
internal sealed class Forget(PlaybackDbContext db, LivePositions live) : IConsumer<TitleDeleted>, IConsumer<AccountDeleted>, IConsumer<ProfileChanged>
{
    public async Task Consume(ConsumeContext<TitleDeleted> context)
    {
        var (videos, cancel) = (context.Message.VideoIds, context.CancellationToken);
        await db.Assets.Where(asset => videos.Contains(asset.VideoId)).ExecuteDeleteAsync(cancel);
        await db.WatchRecords.Where(record => videos.Contains(record.VideoId)).ExecuteDeleteAsync(cancel);
        await db.Sessions.Where(session => videos.Contains(session.VideoId)).ExecuteDeleteAsync(cancel);
    }

    public async Task Consume(ConsumeContext<AccountDeleted> context)
    {
        await ForgetProfilesAsync(context.Message.ProfileIds, context.CancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            delete from playback.player_events where session_id in
                (select session_id from playback.sessions where account_id = {context.Message.AccountId})
            """, context.CancellationToken);
        await db.Sessions.Where(session => session.AccountId == context.Message.AccountId).ExecuteDeleteAsync(context.CancellationToken);
    }

    public Task Consume(ConsumeContext<ProfileChanged> context) =>
        context.Message.Deleted ? ForgetProfilesAsync([context.Message.ProfileId], context.CancellationToken) : Task.CompletedTask;

    private async Task ForgetProfilesAsync(IReadOnlyList<Guid> profiles, CancellationToken cancel)
    {
        foreach (var profile in profiles)
        {
            await live.ForgetAsync(profile); // throws while Redis is away: the event is tried again
        }

        await db.WatchRecords.Where(record => profiles.Contains(record.ProfileId)).ExecuteDeleteAsync(cancel);
    }
}
