using System.Globalization;
using Microsoft.AspNetCore.Http;
using Netflix.Contracts;
using Netflix.Playback.Manifests;
using Netflix.ServiceDefaults;

namespace Netflix.Playback;

/// <summary>Checks a signed address, and gives the session with a path token for each edge.</summary>
internal sealed class Grants(Sessions sessions, PlaybackLinks links, IEdgeSteering edges, Streams.StreamLeases leases, TimeProvider clock)
{
    internal async Task<IResult> WithAsync(
        Guid sessionId, string? signature, HttpContext http, Func<PlaybackSession, IReadOnlyList<HlsMaster.Pathway>, Task<IResult>> answer, CancellationToken cancel)
    {
        var (session, refusal) = await FindAsync(sessionId, signature, http, cancel);
        if (session is null)
        {
            return refusal!;
        }

        var (pathways, busy) = await PathwaysAsync(new PathGrant(session.AssetId, sessionId, session.MaxRung, session.ExpiresAt), session.Country, http, cancel);
        return busy ?? await answer(session, pathways);
    }

    /// <summary>The asset on each edge that is up, best first, under a token of this grant; 503 while none is.</summary>
    internal async Task<(IReadOnlyList<HlsMaster.Pathway> Pathways, IResult? Busy)> PathwaysAsync(PathGrant grant, string country, HttpContext http, CancellationToken cancel)
    {
        var ranked = await edges.RankAsync(grant.AssetId, country, grant.SessionId, cancel);
        if (ranked.Count == 0)
        {
            http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
            return ([], TypedResults.Problem("No server can deliver the video right now: try again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable));
        }

        var token = edges.IssueToken(grant);
        return ([.. ranked.Select(edge => new HlsMaster.Pathway(edge.EdgeId, $"{Reachable(edge.BaseUrl, http.Request)}/media/{token}/{grant.AssetId:N}/"))], null);
    }

    /// <summary>The session that the address is signed for and that may still play, or why there is none.</summary>
    internal async Task<(PlaybackSession? Session, IResult? Refusal)> FindAsync(Guid sessionId, string? signature, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store"; // tokens, edges and keys are of this moment
        if (!links.IsSigned(sessionId, signature) || await sessions.FindAsync(sessionId, cancel) is not { } session || session.ExpiresAt <= clock.GetUtcNow())
        {
            return (null, TypedResults.Problem("The address is not signed for this session, or has expired: start playback again.", statusCode: StatusCodes.Status403Forbidden));
        }

        return await leases.EndedAsync(sessionId) is { } reason
            ? (null, Problems.Refused(reason, "This session has ended: start playback again."))
            : (session, null);
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
