using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Netflix.Playback.Streams;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>What the server tells a player, as server-sent events: <c>stop</c> with the reason, at once when another device takes over.</summary>
internal static class FollowCommands
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15); // proxies close what is silent for longer

    internal sealed record Command(string? Reason);

    internal static void Map(IEndpointRouteBuilder streaming) =>
        streaming.MapGet("/{sessionId:guid}/commands", Handle).RequireProfile().Produces<Command>(200, "text/event-stream").ProducesProblem(404);

    internal static async Task<IResult> Handle(
        Guid sessionId, HttpContext http, Sessions sessions, StreamLeases leases, EndNotices notices, IHostApplicationLifetime lifetime, CancellationToken cancel) =>
        await sessions.FindAsync(sessionId, http.Viewer(), cancel) is null
            ? ReportProgress.NoSuchSession()
            : TypedResults.ServerSentEvents(FollowAsync(sessionId, leases, notices, lifetime, cancel));

    private static async IAsyncEnumerable<SseItem<Command>> FollowAsync(
        Guid sessionId, StreamLeases leases, EndNotices notices, IHostApplicationLifetime lifetime, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        var ended = await notices.ListenAsync(sessionId);
        try
        {
            // Asked after listening, so that no end falls between the two.
            var reason = await leases.EndedAsync(sessionId);
            while (reason is null)
            {
                yield return new SseItem<Command>(new(null), "ping");
                await Task.WhenAny(ended, Task.Delay(Silence, ends.Token));
                if (ends.IsCancellationRequested)
                {
                    yield break;
                }

                reason = ended.IsCompletedSuccessfully ? await ended : null;
            }

            yield return new SseItem<Command>(new(reason), "stop");
        }
        finally
        {
            notices.Leave(sessionId, ended);
        }
    }
}
