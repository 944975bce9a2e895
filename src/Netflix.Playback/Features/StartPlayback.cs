using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.Playback.Streams;
using Netflix.Playback.Viewing;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>Lets a viewer play a video on this device, or says why not.</summary>
internal static class StartPlayback
{
    private const int DataSaverRung = 480;
    private const string Web = "web";

    /// <param name="Bandwidth">Bits a second, as the device measured last: what its player begins with.</param>
    /// <param name="PreloadAfter">The session that plays now: this one is only made ready to follow it, and takes no stream of its own.</param>
    /// <param name="Begin">The session made ready so, which begins now, in place of a new one.</param>
    internal sealed record Request(
        Guid? VideoId, string? DeviceType, string? PreferredQuality, bool? TakeOver, double? Bandwidth, Guid? PreloadAfter = null, Guid? Begin = null);

    internal sealed record Rung(string Quality, int Width, int Height, int Bitrate, string Codec);

    /// <param name="Url">All of it as WebVTT, under the session's signature.</param>
    internal sealed record Subtitle(string Language, string Label, string Kind, string Url);

    internal sealed record AudioTrack(string Language, string Label, int Channels);

    /// <summary>What plays next: the following episode.</summary>
    internal sealed record Next(Guid VideoId);

    internal sealed record Response(
        Guid SessionId, Guid ContentId, Guid VideoId, string Title, int? SeasonNumber, int? EpisodeNumber, string? EpisodeTitle,
        string ManifestUrl, string DashManifestUrl, string? LicenseUrl, IReadOnlyList<Rung> Qualities, IReadOnlyList<Subtitle> Subtitles,
        IReadOnlyList<AudioTrack> AudioTracks, double ResumePosition, double DurationSeconds, IReadOnlyList<Marker> Markers,
        string? ThumbnailsUrl, Next? NextVideo, DateTimeOffset ExpiresAt, Viewing.Viewing Viewing);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.VideoId).NotEmpty().WithMessage("Name the video.");
            RuleFor(request => request.DeviceType).PlainText(40);
            RuleFor(request => request.PreferredQuality).Matches("^(auto|[0-9]{3,4}p)$").WithMessage("Use 'auto', or a quality such as '720p'.");
            RuleFor(request => request.Bandwidth).InclusiveBetween(1e3, 1e11).WithMessage("Say the bandwidth in bits a second, or leave it out.");
        }
    }

    internal static void Map(IEndpointRouteBuilder streaming) =>
        streaming.MapPost("/start", Handle).RequireProfile().Validate<Request>()
            .Produces<Response>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, PlaybackDbContext db, ICatalog catalog, StreamLeases leases, Sessions sessions, SessionEnd ends,
        IWatchStates watched, PlaybackLinks links, IEdgeSteering edges,
        IOptions<PlaybackOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var (viewer, videoId) = (http.Viewer(), request.VideoId!.Value);
        var video = (await catalog.GetVideosAsync([videoId], viewer, cancel)).GetValueOrDefault(videoId)!;
        if (Entitlement.Refusal(viewer, video) is { } refusal) // also of none
        {
            return refusal;
        }

        if (await db.FindAssetAsync(videoId, cancel) is not { } asset)
        {
            return TypedResults.Problem("This video is not ready to play yet.", statusCode: StatusCodes.Status409Conflict);
        }

        var deviceType = request.DeviceType ?? Web;
        var maxRung = Math.Min(MaxRung(viewer, request.PreferredQuality, asset.Description.Video), options.Value.MaxRungOf(deviceType));
        var rungs = asset.Description.Video.Where(rung => rung.IsFor(maxRung)).OrderByDescending(rung => rung.Rung).ToList();
        if (rungs.Count == 0)
        {
            return Problems.Refused("plan", "This video has no quality that the plan and this kind of device allow.");
        }

        if ((await edges.RankAsync(asset.AssetId, viewer.Country, Guid.Empty, cancel)).Count == 0)
        {
            http.Response.Headers.RetryAfter = "5";
            return TypedResults.Problem("No server can deliver the video right now: try again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (request.PreloadAfter is { } playing && !await IsPlayingAsync(playing, viewer, sessions, leases, cancel))
        {
            return TypedResults.Problem("Nothing plays that this could follow: start it when it is to be played.", statusCode: StatusCodes.Status409Conflict);
        }

        var ready = request.Begin is { } begin ? await ReadyAsync(begin, asset.AssetId, maxRung, http, sessions, leases, clock, cancel) : null;
        var session = ready ?? PlaybackSession.Start(
            viewer, http.User.DeviceId(), deviceType, asset, maxRung, (long?)request.Bandwidth, video.IsTrailer, clock.GetUtcNow(), request.PreloadAfter);
        try
        {
            if (request.PreloadAfter is { } followed)
            {
                // One at a time: what would be the stream of a second screen is refused at the edges.
                await ends.EndAsync(viewer.AccountId, one => one.PreloadOf == followed, SessionEnd.Replaced, cancel);
            }

            // A trailer is advertising: it takes no stream of the plan, and nobody's rows or trends know of it.
            else if (!session.IsTrailer)
            {
                var grant = await leases.AcquireAsync(viewer.AccountId, session.SessionId, session.MaxStreams, request.TakeOver == true);
                if (!grant.Granted)
                {
                    return await StreamLimit.AnswerAsync(session.MaxStreams, grant.InUse, viewer, sessions, catalog, cancel);
                }

                // Whether or not this viewer waits for the answer: their places are given away.
                await ends.EndAsync(viewer.AccountId, grant.Lapsed, SessionEnd.StreamLimit, CancellationToken.None);
                await ends.EndAsync(viewer.AccountId, grant.TakenOver is { } taken ? [taken] : [], SessionEnd.TakenOver, CancellationToken.None);
                db.Publish(new PlaybackStarted(session.SessionId, viewer.AccountId, viewer.ProfileId, videoId, asset.ContentId, viewer.Country, clock.GetUtcNow()));
            }

            if (ready is null)
            {
                db.Sessions.Add(session);
            }

            await db.SaveChangesAsync(cancel);
        }
        catch
        {
            await leases.EndAsync(viewer.AccountId, session.SessionId, "failed");
            throw;
        }

        var state = (await watched.GetAsync(viewer.ProfileId, [videoId], cancel)).GetValueOrDefault(videoId);
        var markers = await db.Markers.AsNoTracking().FirstOrDefaultAsync(known => known.VideoId == videoId, cancel);
        return TypedResults.Created((string?)null, Describe(session, video, asset.Description, rungs, state, markers?.Markers ?? [], await db.ViewingOfAsync(viewer.ProfileId, asset.ContentId, cancel), links, http.Request));
    }

    private static async Task<bool> IsPlayingAsync(Guid sessionId, Viewer viewer, Sessions sessions, StreamLeases leases, CancellationToken cancel) =>
        await sessions.FindAsync(sessionId, viewer, cancel) is { IsTrailer: false } session && await leases.HoldsAsync(session) && await leases.EndedAsync(sessionId) is null;

    /// <summary>The session that was made ready on this device; null where it is not what would be made now, and a new one is better.</summary>
    private static async Task<PlaybackSession?> ReadyAsync(
        Guid sessionId, Guid assetId, int maxRung, HttpContext http, Sessions sessions, StreamLeases leases, TimeProvider clock, CancellationToken cancel) =>
        await sessions.FindAsync(sessionId, http.Viewer(), cancel) is { PreloadOf: not null } session
            && session.AssetId == assetId && session.MaxRung == maxRung && session.DeviceId == http.User.DeviceId() && session.ExpiresAt > clock.GetUtcNow()
            && await leases.EndedAsync(sessionId) is null
            ? session
            : null;

    private static Response Describe(
        PlaybackSession session, CatalogVideo video, AssetDescription asset, List<VideoRendition> rungs, WatchState? state,
        IReadOnlyList<Marker> markers, Viewing.Viewing viewing, PlaybackLinks links, HttpRequest request) => new(
        session.SessionId, session.ContentId, session.VideoId, video.Video.Title, video.Video.Season, video.Video.Episode, video.Video.EpisodeTitle,
        links.Of(session, "manifest.m3u8", request), links.Of(session, "manifest.mpd", request), asset.IsEncrypted ? links.Of(session, "license", request) : null,
        rungs.ConvertAll(rung => new Rung($"{rung.Rung}p", rung.Width, rung.Height, rung.AverageBandwidth, rung.Codecs)),
        [.. asset.Text.Select(track => new Subtitle(track.Language, track.Label, track.Kind, links.Of(session, $"text/{track.Name}.vtt", request)))],
        [.. asset.Audio.Select(track => new AudioTrack(track.Language, track.Label, track.Channels))],
        state is { Progress: < WatchRecord.FinishedPercent } ? state.PositionSeconds : 0, asset.DurationSeconds, markers,
        asset.Thumbnails is null ? null : links.Of(session, "thumbnails.vtt", request),
        video.NextVideoId is { } next ? new Next(next) : null, session.ExpiresAt, viewing);

    /// <summary>The plan's rung, lowered by the data saver and by the viewer's wish, but never below the lowest there is.</summary>
    private static int MaxRung(Viewer viewer, string? preferred, IReadOnlyList<VideoRendition> rungs)
    {
        var allowed = PlanTerms.Of(viewer.Plan).MaxRung;
        var wish = preferred is { } text && int.TryParse(text.TrimEnd('p'), out var lines) ? lines : int.MaxValue;
        var most = Math.Min(wish, viewer.DataSaver ? DataSaverRung : int.MaxValue);
        return Math.Min(allowed, Math.Max(most, rungs.Min(rung => rung.Rung)));
    }
}
