using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Playback.Progress;
using Netflix.Playback.Viewing;

namespace Netflix.Playback.Features;

/// <summary>What an account's profiles played, how far they came, and what their players told, for its owner to take along.</summary>
internal sealed class ExportAccount(PlaybackDbContext db, WatchStates states) : IAccountData
{
    internal sealed record Watched(Guid ProfileId, WatchState State);

    internal sealed record Session(
        Guid SessionId, Guid ProfileId, Guid DeviceId, string DeviceType, Guid VideoId, Guid ContentId, string Country,
        long? Bandwidth, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? EndReason);

    internal sealed record PlayerEvent(Guid SessionId, string Type, DateTimeOffset At, DateTimeOffset ReceivedAt, System.Text.Json.JsonElement Properties);

    internal sealed record Quality(
        Guid SessionId, string? Edge, long? Height, long? Bitrate, long? StartupMs, long PlayedMs, long StalledMs, long Stalls, long Switches, long Errors,
        DateTimeOffset UpdatedAt, double? Score);

    internal sealed record Download(
        Guid DownloadId, Guid ProfileId, Guid DeviceId, string DeviceType, Guid VideoId, Guid ContentId, string Country, int Lines,
        DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? FirstPlayedAt, int Renewals);

    internal sealed record Settings(Guid ProfileId, PlayerLooks Player, DateTimeOffset ChangedAt);

    internal sealed record Tracks(Guid ProfileId, Guid ContentId, ChosenTracks Choice, DateTimeOffset ChangedAt);

    internal sealed record Part(
        IReadOnlyList<Watched> WatchHistory, IReadOnlyList<Session> Sessions, IReadOnlyList<PlayerEvent> PlayerEvents, IReadOnlyList<Quality> Quality,
        IReadOnlyList<Download> Downloads, IReadOnlyList<Settings> ViewingSettings, IReadOnlyList<Tracks> TrackChoices);

    public string Section => PlaybackDbContext.Schema;

    public async Task<object?> ExportAsync(Guid accountId, IReadOnlyList<Guid> profileIds, CancellationToken cancel)
    {
        var watched = new List<Watched>();
        foreach (var profileId in profileIds)
        {
            watched.AddRange((await states.OfProfileAsync(profileId, cancel)).Select(state => new Watched(profileId, state)));
        }

        var sessions = await db.Sessions.AsNoTracking().Where(session => session.AccountId == accountId).OrderBy(session => session.SessionId)
            .Select(session => new Session(
                session.SessionId, session.ProfileId, session.DeviceId, session.DeviceType, session.VideoId, session.ContentId, session.Country,
                session.Bandwidth, session.StartedAt, session.EndedAt, session.EndReason)).ToListAsync(cancel);
        var events = await db.Database.SqlQuery<PlayerEvent>($"""
            select session_id as "SessionId", type as "Type", at as "At", received_at as "ReceivedAt", properties as "Properties"
            from playback.player_events join playback.sessions using (session_id)
            where account_id = {accountId} order by at
            """).ToListAsync(cancel);
        var quality = await db.Database.SqlQuery<Quality>($"""
            select session_id as "SessionId", edge as "Edge", height as "Height", bitrate as "Bitrate", startup_ms as "StartupMs", played_ms as "PlayedMs",
                stalled_ms as "StalledMs", stalls as "Stalls", switches as "Switches", errors as "Errors", updated_at as "UpdatedAt", score as "Score"
            from playback.session_quality join playback.sessions using (session_id) where account_id = {accountId} order by session_id
            """).ToListAsync(cancel);
        var downloads = await db.Downloads.AsNoTracking().Where(download => download.AccountId == accountId).OrderBy(download => download.DownloadId)
            .Select(download => new Download(
                download.DownloadId, download.ProfileId, download.DeviceId, download.DeviceType, download.VideoId, download.ContentId, download.Country, download.Rung,
                download.CreatedAt, download.ExpiresAt, download.FirstPlayedAt, download.Renewals)).ToListAsync(cancel);
        var settings = await db.ViewingSettings.AsNoTracking().Where(one => profileIds.Contains(one.ProfileId)).ToListAsync(cancel);
        var choices = await db.TrackChoices.AsNoTracking().Where(one => profileIds.Contains(one.ProfileId)).OrderBy(one => one.ChangedAt).ToListAsync(cancel);
        return new Part(
            watched, sessions, events, quality, downloads,
            settings.ConvertAll(one => new Settings(one.ProfileId, one.Settings, one.ChangedAt)),
            choices.ConvertAll(one => new Tracks(one.ProfileId, one.ContentId, one.Choice, one.ChangedAt)));
    }
}
