using System.Linq.Expressions;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Playback.Downloads;
using Netflix.Playback.Progress;
using Netflix.Playback.Streams;

namespace Netflix.Playback.Features;

/// <summary>A device that is signed out stops playing: its manifests are refused, its players told, and what it keeps is not its any more.</summary>
internal sealed class EndStreams(SessionEnd sessions, DownloadEnd downloads) : IConsumer<DeviceSignedOut>
{
    public async Task Consume(ConsumeContext<DeviceSignedOut> context)
    {
        var (account, device) = (context.Message.AccountId, context.Message.DeviceId);
        await sessions.EndAsync(account, session => session.DeviceId == device, "signedOut", context.CancellationToken);
        await downloads.RemoveAsync(download => download.DeviceId == device, context.CancellationToken);
    }
}

/// <summary>Removes what is held of titles, accounts and profiles that are gone.</summary>
internal sealed class Forget(PlaybackDbContext db, LivePositions live, SessionEnd sessions, DownloadEnd downloads) : IConsumer<TitleDeleted>, IConsumer<AccountDeleted>, IConsumer<ProfileChanged>
{
    public async Task Consume(ConsumeContext<TitleDeleted> context)
    {
        var (videos, cancel) = (context.Message.VideoIds, context.CancellationToken);
        await db.Assets.Where(asset => videos.Contains(asset.VideoId)).ExecuteDeleteAsync(cancel);
        await db.Markers.Where(known => videos.Contains(known.VideoId)).ExecuteDeleteAsync(cancel);
        await db.WatchRecords.Where(record => videos.Contains(record.VideoId)).ExecuteDeleteAsync(cancel);
        await db.TrackChoices.Where(choice => choice.ContentId == context.Message.ContentId).ExecuteDeleteAsync(cancel);
        await downloads.RemoveAsync(download => videos.Contains(download.VideoId), cancel);
        await ForgetSessionsAsync(session => videos.Contains(session.VideoId), cancel);
    }

    public async Task Consume(ConsumeContext<AccountDeleted> context)
    {
        await ForgetProfilesAsync(context.Message.AccountId, context.Message.ProfileIds, context.CancellationToken);
        await downloads.RemoveAsync(download => download.AccountId == context.Message.AccountId, context.CancellationToken);
        await ForgetSessionsAsync(session => session.AccountId == context.Message.AccountId, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<ProfileChanged> context) =>
        context.Message.Deleted ? ForgetProfilesAsync(context.Message.AccountId, [context.Message.ProfileId], context.CancellationToken) : Task.CompletedTask;

    private async Task ForgetProfilesAsync(Guid accountId, IReadOnlyList<Guid> profiles, CancellationToken cancel)
    {
        await sessions.EndAsync(accountId, session => profiles.Contains(session.ProfileId), "profileRemoved", cancel);
        foreach (var profile in profiles)
        {
            await live.ForgetAsync(profile); // throws while Redis is away: the event is tried again
        }

        await db.WatchRecords.Where(record => profiles.Contains(record.ProfileId)).ExecuteDeleteAsync(cancel);
        await db.ViewingSettings.Where(settings => profiles.Contains(settings.ProfileId)).ExecuteDeleteAsync(cancel);
        await db.TrackChoices.Where(choice => profiles.Contains(choice.ProfileId)).ExecuteDeleteAsync(cancel);
        await downloads.RemoveAsync(download => profiles.Contains(download.ProfileId), cancel);
        await ForgetSessionsAsync(session => profiles.Contains(session.ProfileId), cancel);
    }

    /// <summary>Sessions last: their events are found by them.</summary>
    private async Task ForgetSessionsAsync(Expression<Func<PlaybackSession, bool>> which, CancellationToken cancel)
    {
        var gone = await db.Sessions.Where(which).Select(session => session.SessionId).ToArrayAsync(cancel);
        await db.Database.ExecuteSqlAsync($"delete from playback.player_events where session_id = any({gone})", cancel);
        await db.Database.ExecuteSqlAsync($"delete from playback.session_quality where session_id = any({gone})", cancel);
        await db.Sessions.Where(which).ExecuteDeleteAsync(cancel);
    }
}
