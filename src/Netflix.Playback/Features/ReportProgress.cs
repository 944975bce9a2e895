using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.Playback.Progress;
using Netflix.Playback.Streams;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>Takes a session's position, keeps its stream alive, and tells the player when it must stop.</summary>
internal static class ReportProgress
{
    /// <summary>Players' clocks and the container's length differ by a little.</summary>
    private const double PastTheEndSeconds = 10;

    internal sealed record Request(double? Position, long? Sequence);
    internal sealed record Stop(string Reason);
    internal sealed record Response(bool Accepted, Stop? Stop);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Position).NotNull().Must(position => position is null || (double.IsFinite(position.Value) && position >= 0))
                .WithMessage("Say the position in seconds, from 0.");
            RuleFor(request => request.Sequence).NotNull().GreaterThanOrEqualTo(0);
        }
    }

    internal static void Map(IEndpointRouteBuilder streaming)
    {
        streaming.MapPost("/{sessionId:guid}/progress", Handle).RequireProfile().Validate<Request>().ProducesProblem(404);
        streaming.MapPost("/{sessionId:guid}/stop", End).RequireProfile().ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Response>, ValidationProblem, ProblemHttpResult>> Handle(
        Guid sessionId, Request request, HttpContext http, Sessions sessions, ProgressWriter writer, StreamLeases leases, TimeProvider clock, CancellationToken cancel)
    {
        if (await sessions.FindAsync(sessionId, http.Viewer(), cancel) is not { } session)
        {
            return NoSuchSession();
        }

        if (request.Position > session.DurationSeconds + PastTheEndSeconds)
        {
            return Problems.Invalid("position", $"The video ends at {session.DurationSeconds:0.#} seconds.");
        }

        if (session.IsTrailer)
        {
            return TypedResults.Ok(new Response(false, await leases.EndedAsync(sessionId) is { } end ? new Stop(end) : null));
        }

        var watched = new Watched(
            session.ProfileId, session.VideoId, session.ContentId, sessionId, request.Sequence!.Value,
            Math.Min(request.Position!.Value, session.DurationSeconds), session.DurationSeconds, clock.GetUtcNow());
        var (renewal, accepted) = await writer.ReportAsync(session, watched, cancel);
        IReadOnlyCollection<Guid> over = renewal.Stop == SessionEnd.StreamLimit ? [sessionId] : renewal.Lapsed;
        if (over.Count > 0) // seldom: what ends sessions has a database context
        {
            await http.RequestServices.GetRequiredService<SessionEnd>().EndAsync(session.AccountId, over, SessionEnd.StreamLimit, CancellationToken.None);
        }

        return TypedResults.Ok(new Response(accepted, renewal.Stop is { } reason ? new Stop(reason) : null));
    }

    /// <summary>Ends the session and gives its stream back; again changes nothing.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> End(
        Guid sessionId, HttpContext http, Sessions sessions, PlaybackDbContext db, StreamLeases leases, IWatchStates watched, IEdgeSteering edges,
        TimeProvider clock, CancellationToken cancel)
    {
        if (await sessions.FindAsync(sessionId, http.Viewer(), cancel) is not { } session)
        {
            return NoSuchSession();
        }

        await leases.EndAsync(session.AccountId, sessionId, "stopped");
        await edges.RefuseAsync([new(sessionId, session.ExpiresAt)], cancel); // a player that says "stop" and reads on would play uncounted
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ended = await db.Sessions.Where(one => one.SessionId == sessionId && one.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.EndedAt, now).SetProperty(one => one.EndReason, "stopped"), cancel);
        if (ended > 0 && (await watched.GetAsync(session.ProfileId, [session.VideoId], cancel)).GetValueOrDefault(session.VideoId) is { } state)
        {
            db.Publish(new WatchProgressed(session.ProfileId, session.VideoId, session.ContentId, state.Progress, now));
            if (state.Progress >= WatchRecord.CompletedPercent) // and not only once before
            {
                db.Publish(new WatchCompleted(session.ProfileId, session.VideoId, session.ContentId, now));
            }

            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }

    internal static ProblemHttpResult NoSuchSession() =>
        TypedResults.Problem("There is no such session.", statusCode: StatusCodes.Status404NotFound);
}
