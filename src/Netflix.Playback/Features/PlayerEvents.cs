using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Playback.Events;
using Netflix.Playback.Quality;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>Keeps what a player tells of its session: starts, stalls, switches, errors; and by the totals in it, how well it plays.</summary>
internal static class PlayerEvents
{
    private static readonly string[] Types = ["play_start", "pause", "resume", "stop", "quality_change", "buffering", "seek", "error"];

    internal sealed record Item(string? Type, DateTimeOffset? At, JsonElement? Properties);
    internal sealed record Request(IReadOnlyList<Item>? Events);
    internal sealed record Response(int Accepted);

    internal sealed class Validator : AbstractValidator<Request>
    {
        private const int LongestProperties = 2000;

        public Validator()
        {
            RuleFor(request => request.Events).NotNull().Must(events => events is null || events.Count is > 0 and <= 100)
                .WithMessage("Send 1 to 100 events a call.");
            RuleForEach(request => request.Events).Must(one => one is not null && Types.Contains(one.Type) && one.At is not null)
                .WithMessage($"An event has a time 'at' and a type of: {string.Join(", ", Types)}.").OverridePropertyName("events");
            RuleForEach(request => request.Events).Must(one => one?.Properties is not { } properties ||
                    (properties.ValueKind == JsonValueKind.Object && properties.GetRawText() is { Length: <= LongestProperties } text && !text.Contains("\\u0000", StringComparison.Ordinal)))
                .WithMessage($"An event's properties are an object of at most {LongestProperties} characters.").OverridePropertyName("events");
            RuleFor(request => request.Events).Must(events => events is null || TotalsOf(events) is not null)
                .WithMessage($"In properties, playedMs, stalledMs, stalls, switches, errors, startupMs, height and bitrate are numbers from 0, and edge is a text of at most {PlayedTotals.LongestEdge} letters.");
        }
    }

    internal static void Map(IEndpointRouteBuilder streaming) =>
        streaming.MapPost("/{sessionId:guid}/events", Handle).RequireProfile().Validate<Request>().ProducesProblem(404);

    internal static async Task<Results<Accepted<Response>, ProblemHttpResult>> Handle(
        Guid sessionId, Request request, HttpContext http, Sessions sessions, EventWriter writer, SessionQuality quality, TimeProvider clock, CancellationToken cancel)
    {
        if (await sessions.FindAsync(sessionId, http.Viewer(), cancel) is not { } session)
        {
            return ReportProgress.NoSuchSession();
        }

        var (now, events) = (clock.GetUtcNow(), request.Events!);
        if (TotalsOf(events) is { IsEmpty: false } totals && !session.IsTrailer)
        {
            await quality.TakeAsync(session, totals, now, cancel); // before the events: a call that is repeated counts nothing twice
        }

        await writer.WriteAsync(
            [.. events.Select(one => new EventWriter.Row(sessionId, one.Type!, one.At!.Value.ToUniversalTime(), now, one.Properties?.GetRawText() ?? "{}"))], cancel);
        return TypedResults.Accepted((string?)null, new Response(events.Count));
    }

    /// <summary>What the events say of the whole session; null when it cannot be.</summary>
    private static PlayedTotals? TotalsOf(IReadOnlyList<Item> events)
    {
        var totals = new PlayedTotals();
        return events.All(one => one?.Properties is not { ValueKind: JsonValueKind.Object } properties || totals.TryAdd(properties)) ? totals : null;
    }
}
