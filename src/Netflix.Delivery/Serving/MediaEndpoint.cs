using Microsoft.AspNetCore.Http;
using Netflix.Delivery.Cache;
using Netflix.Delivery.Reports;
using Netflix.Delivery.Tokens;

namespace Netflix.Delivery.Serving;

/// <summary>
/// Segments to players: <c>GET|HEAD /media/{token}/{assetId}/{file}</c>. Stands before routing and authorisation: the token in
/// the path is the authorisation, and a hit makes no route values, scope or log line. On a hit nothing of ours is allocated.
/// </summary>
internal sealed class MediaEndpoint(
    RequestDelegate next, PathTokens tokens, RefusedSessions refused, SegmentCache cache, SegmentSender sender, CmcdQueue cmcd, EdgeCounters counters, TimeProvider clock)
{
    // Evicted between look-up and hold, three times running: the cache is thrashing, the client may come back.
    private const int MaxTries = 3;

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value;
        return path is not null && path.StartsWith(MediaPath.Prefix, StringComparison.Ordinal) ? ServeAsync(http, path) : next(http);
    }

    private Task ServeAsync(HttpContext http, string path)
    {
        var method = http.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return HttpMethods.IsOptions(method) ? MediaHeaders.AnswerPreflight(http) : MediaProblems.MethodNotAllowed.WriteAsync(http);
        }

        Span<char> buffer = stackalloc char[MediaPath.MaxKeyLength];
        if (Admit(path, buffer, out var key, out var sessionId) is { } problem)
        {
            return problem.WriteAsync(http);
        }

        cmcd.Note(http.Request, sessionId, path);

        if (cache.TryGet(key, out var segment) && segment.TryHold())
        {
            counters.CountHit();
            if (segment.IsFirstAfterPrefill())
            {
                counters.CountPrefillSaved();
            }

            if (segment.IsAhead)
            {
                segment.IsAhead = false; // two at once ask for the same next one: it is fetched once
                cache.FetchAhead(key);
            }

            return sender.SendAsync(http, segment);
        }

        return ServeColdAsync(http, key.ToString());
    }

    /// <summary>Null, and the cache's key, when the token opens this path now.</summary>
    internal MediaProblem? Admit(ReadOnlySpan<char> path, Span<char> buffer, out ReadOnlySpan<char> key) => Admit(path, buffer, out key, out _);

    private MediaProblem? Admit(ReadOnlySpan<char> path, Span<char> buffer, out ReadOnlySpan<char> key, out Guid sessionId)
    {
        key = default;
        sessionId = default;
        var parsed = MediaPath.TryParse(path, out var media);
        if (!tokens.TryRead(media.Token, out var permit))
        {
            return MediaProblems.BadToken;
        }

        if (permit.ExpiresAtUnixSeconds <= clock.GetUtcNow().ToUnixTimeSeconds())
        {
            return MediaProblems.ExpiredToken;
        }

        if (refused.Contains(permit.SessionId))
        {
            return MediaProblems.SessionEnded;
        }

        if (!parsed)
        {
            return MediaProblems.NotFound;
        }

        if (permit.AssetId != media.AssetId)
        {
            return MediaProblems.OtherAsset;
        }

        if (media.Rung > permit.MaxRung)
        {
            return MediaProblems.RungTooHigh;
        }

        key = media.WriteKey(buffer);
        sessionId = permit.SessionId;
        return null;
    }

    private async Task ServeColdAsync(HttpContext http, string key)
    {
        counters.CountMiss();
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var (fetched, left) = await WaitAsync(cache.FetchAsync(key), http.RequestAborted);
            if (left)
            {
                return;
            }

            if (fetched.Outcome == FetchOutcome.Missing)
            {
                await MediaProblems.NotFound.WriteAsync(http);
                return;
            }

            if (fetched.Segment is { } segment && segment.TryHold())
            {
                cache.FetchAhead(key);
                await sender.SendAsync(http, segment);
                return;
            }

            if (fetched.Outcome == FetchOutcome.Unavailable)
            {
                break;
            }
        }

        await MediaProblems.OriginDown.WriteAsync(http);
    }

    private static async ValueTask<(Fetched Fetched, bool ClientLeft)> WaitAsync(Task<Fetched> fetch, CancellationToken aborted)
    {
        try
        {
            return (await fetch.WaitAsync(aborted), false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return (default, true); // the fetch goes on for the others, and for the cache
        }
    }
}
