using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>Leads an operator from a leaked address, or a watermark, to who played it.</summary>
internal static class TraceSession
{
    /// <param name="Authentic">The address is signed by us, so nobody can have made it up; false also for a manifest's that has expired, and for a bare watermark.</param>
    internal sealed record Response(
        Guid SessionId, bool Authentic, Guid AccountId, Guid ProfileId, string? ProfileName, Guid DeviceId, string DeviceType, string Country,
        Guid ContentId, Guid VideoId, string? Title, int? SeasonNumber, int? EpisodeNumber, string? EpisodeTitle,
        DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, string? EndReason);

    private const int LongestAddress = 4000;
    private static readonly string What = "Give the address of a segment, a playlist or a manifest, or the session id in a manifest's watermark.";

    internal static void Map(IEndpointRouteBuilder sessions) => sessions.MapGet("/trace", Handle).ProducesValidationProblem().ProducesProblem(404);

    internal static async Task<Results<Ok<Response>, ValidationProblem, ProblemHttpResult>> Handle(
        string? url, PlaybackDbContext db, PlaybackLinks links, IEdgeSteering edges, IViewers viewers, ICatalog catalog, CancellationToken cancel)
    {
        if (url is not { Length: > 0 and <= LongestAddress })
        {
            return Problems.Invalid("url", What);
        }

        var (sessionId, authentic, problem) = Read(url.Trim(), links, edges);
        if (problem is not null)
        {
            return Problems.Invalid("url", problem);
        }

        if (await db.Sessions.AsNoTracking().FirstOrDefaultAsync(one => one.SessionId == sessionId, cancel) is not { } session)
        {
            return await TraceDownloadAsync(sessionId, authentic, db, viewers, catalog, cancel) is { } kept
                ? TypedResults.Ok(kept)
                : TypedResults.Problem("There is no such session: its account, its profile or its title has been removed, or it never was.", statusCode: StatusCodes.Status404NotFound);
        }

        var viewer = await viewers.FindAsync(session.AccountId, session.ProfileId, cancel);
        var video = viewer is null ? null : (await catalog.GetVideosAsync([session.VideoId], viewer, cancel)).GetValueOrDefault(session.VideoId)?.Video;
        return TypedResults.Ok(new Response(
            session.SessionId, authentic, session.AccountId, session.ProfileId, viewer?.Name, session.DeviceId, session.DeviceType, session.Country,
            session.ContentId, session.VideoId, video?.Title, video?.Season, video?.Episode, video?.EpisodeTitle,
            session.StartedAt, session.ExpiresAt, session.EndedAt, session.EndReason));
    }

    /// <summary>What is fetched to be kept has no session: its tokens name its last fetch, its watermark the download.</summary>
    private static async Task<Response?> TraceDownloadAsync(Guid id, bool authentic, PlaybackDbContext db, IViewers viewers, ICatalog catalog, CancellationToken cancel)
    {
        if (await db.Downloads.AsNoTracking().FirstOrDefaultAsync(one => one.DownloadId == id || one.FetchId == id, cancel) is not { } download)
        {
            return null;
        }

        var viewer = await viewers.FindAsync(download.AccountId, download.ProfileId, cancel);
        var video = viewer is null ? null : (await catalog.GetVideosAsync([download.VideoId], viewer, cancel)).GetValueOrDefault(download.VideoId)?.Video;
        return new(
            download.DownloadId, authentic, download.AccountId, download.ProfileId, viewer?.Name, download.DeviceId, download.DeviceType, download.Country,
            download.ContentId, download.VideoId, video?.Title, video?.Season, video?.Episode, video?.EpisodeTitle, download.CreatedAt, download.ExpiresAt, null, null);
    }

    private static (Guid SessionId, bool Authentic, string? Problem) Read(string url, PlaybackLinks links, IEdgeSteering edges)
    {
        if (Guid.TryParse(url, out var watermark))
        {
            return (watermark, false, null);
        }

        var (path, query) = url.Split('?', 2) is [var before, var after] ? (before, after) : (url, "");
        var parts = path.Split('/');
        if (Array.IndexOf(parts, "media") is >= 0 and var media && media + 1 < parts.Length)
        {
            return edges.ReadToken(parts[media + 1]) is { } grant
                ? (grant.SessionId, true, null)
                : (default, false, "The address's token is not one that this service signed, or it has been cut or changed.");
        }

        return Array.IndexOf(parts, "streaming") is >= 0 and var streaming && streaming + 1 < parts.Length && Guid.TryParse(parts[streaming + 1], out var sessionId)
            ? (sessionId, links.IsSigned(sessionId, (string?)QueryHelpers.ParseQuery(query).GetValueOrDefault("sig") ?? parts.ElementAtOrDefault(streaming + 4)), null) // /streaming/{id}/on/{edge}/{sig}/{file}
            : (default, false, What);
    }
}
