using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Netflix.Contracts;
using Netflix.Playback.Manifests;
using Netflix.ServiceDefaults;
using Netflix.Storage;

namespace Netflix.Playback.Features;

/// <summary>
/// A session's manifests: the rungs it may have, on the edges that are up now, best first. The signature in the address
/// is the authorisation.
/// </summary>
internal static class ServeManifest
{
    internal sealed record SteeringAnswer(
        [property: System.Text.Json.Serialization.JsonPropertyName("VERSION")] int Version,
        [property: System.Text.Json.Serialization.JsonPropertyName("TTL")] int Ttl,
        [property: System.Text.Json.Serialization.JsonPropertyName("PATHWAY-PRIORITY")] IReadOnlyList<string> PathwayPriority);

    private const int SteeringSeconds = 10;
    private static readonly string[] Reads = ["GET", "HEAD"]; // players and link checkers ask before they read

    internal static void Map(IEndpointRouteBuilder streaming)
    {
        streaming.MapMethods("/{sessionId:guid}/manifest.m3u8", Reads, Hls).Open();
        streaming.MapMethods("/{sessionId:guid}/manifest.mpd", Reads, Dash).Open();
        streaming.MapMethods("/{sessionId:guid}/thumbnails.vtt", Reads, Thumbnails).Open();
        streaming.MapMethods("/{sessionId:guid}/steering.json", Reads, Steering).Open();
    }

    internal static Task<IResult> Hls(Guid sessionId, string? sig, string? player, HttpContext http, Grants grants, PlaybackDbContext db, PlaybackLinks links, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, async (session, pathways) =>
        {
            if ((await db.Assets.FindAsync([session.AssetId], cancel))?.Description is not { } asset)
            {
                return Gone();
            }

            var rungs = asset.Video.Where(rung => rung.Rung <= session.MaxRung).OrderByDescending(rung => rung.Rung).ToList();
            var several = KnowsSteering(http.Request, player) ? pathways : [pathways[0]];
            return TypedResults.Text(HlsMaster.Write(asset, rungs, several, links.Of(session, "steering.json", http.Request)), "application/vnd.apple.mpegurl");
        }, cancel);

    internal static Task<IResult> Dash(Guid sessionId, string? sig, string? player, HttpContext http, Grants grants, PlaybackDbContext db, IObjectStore store, IMemoryCache cache, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, async (session, pathways) =>
        {
            if ((await db.Assets.FindAsync([session.AssetId], cancel))?.Description is not { } asset)
            {
                return Gone();
            }

            var packaged = await cache.GetOrCreateAsync(("mpd", session.AssetId, asset.Manifest), async entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromMinutes(5);
                await using var stream = await store.OpenAsync(AssetKeys.Of(session.AssetId, asset.Manifest), cancel: cancel);
                return stream is null ? null : await new StreamReader(stream).ReadToEndAsync(cancel);
            });
            if (packaged is null)
            {
                return Gone();
            }

            var several = KnowsSteering(http.Request, player) ? pathways : [pathways[0]];
            return TypedResults.Text(DashManifest.Write(packaged, session.MaxRung, several), "application/dash+xml");
        }, cancel);

    /// <summary>The sprites' map lies on the edges; this leads to the one for now.</summary>
    internal static Task<IResult> Thumbnails(Guid sessionId, string? sig, HttpContext http, Grants grants, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, (_, pathways) => Task.FromResult<IResult>(TypedResults.Redirect(pathways[0].BaseUrl + "thumbnails.vtt")), cancel);

    /// <summary>HLS content steering: which edge a player should use from now on.</summary>
    internal static Task<IResult> Steering(Guid sessionId, string? sig, HttpContext http, Grants grants, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, (_, pathways) => Task.FromResult<IResult>(
            TypedResults.Json(new SteeringAnswer(1, SteeringSeconds, [.. pathways.Select(pathway => pathway.Id)]))), cancel);

    /// <summary>
    /// Browsers' players try the next edge when one dies. Tools such as ffprobe and curl do not, and list each edge's
    /// copy as a stream of its own: they get the best edge alone.
    /// </summary>
    private static bool KnowsSteering(HttpRequest request, string? player) =>
        player is "hlsjs" or "shaka" or "dashjs" || (player is null && request.Headers.UserAgent.ToString().Contains("Mozilla/", StringComparison.Ordinal));

    private static ProblemHttpResult Gone() => TypedResults.Problem("The video has been removed.", statusCode: StatusCodes.Status404NotFound);

    private static void Open(this RouteHandlerBuilder route) =>
        route.AllowAnonymous().RequireCors(PlaybackModule.PlayersCors).ProducesProblem(403).ProducesProblem(503);
}

/// <summary>Checks a signed address, and gives the session with a path token for each edge.</summary>
internal sealed class Grants(Sessions sessions, PlaybackLinks links, IEdgeSteering edges, Streams.StreamLeases leases, TimeProvider clock)
{
    internal async Task<IResult> WithAsync(
        Guid sessionId, string? signature, HttpContext http, Func<PlaybackSession, IReadOnlyList<HlsMaster.Pathway>, Task<IResult>> answer, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store"; // tokens and edges are of this moment
        if (!links.IsSigned(sessionId, signature) || await sessions.FindAsync(sessionId, cancel) is not { } session || session.ExpiresAt <= clock.GetUtcNow())
        {
            return TypedResults.Problem("The address is not signed for this session, or has expired: start playback again.", statusCode: StatusCodes.Status403Forbidden);
        }

        if (await leases.EndedAsync(sessionId) is { } reason)
        {
            return Problems.Refused(reason, "This session has ended: start playback again.");
        }

        var ranked = await edges.RankAsync(session.AssetId, session.Country, cancel);
        if (ranked.Count == 0)
        {
            http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem("No server can deliver the video right now: try again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var token = edges.IssueToken(new PathGrant(session.AssetId, sessionId, session.MaxRung, session.ExpiresAt));
        return await answer(session, [.. ranked.Select(edge => new HlsMaster.Pathway(
            edge.EdgeId, $"{Reachable(edge.BaseUrl, http.Request)}/media/{token}/{session.AssetId:N}/"))]);
    }

    /// <summary>An edge on this machine's loopback is reached by the name that the viewer reached us by.</summary>
    private static string Reachable(string baseUrl, HttpRequest request)
    {
        var edge = new Uri(baseUrl);
        return edge.IsLoopback && !string.Equals(edge.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            ? new UriBuilder(edge) { Host = request.Host.Host }.Uri.GetLeftPart(UriPartial.Authority)
            : baseUrl;
    }
}
