using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Delivery.Registry;
using Netflix.Delivery.Tokens;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Features;

/// <summary>An edge says that it is there and how busy it is; its first heartbeat registers it. It learns which sessions to refuse.</summary>
internal static class ReceiveHeartbeat
{
    internal sealed class Validator : AbstractValidator<Heartbeat>
    {
        public Validator()
        {
            RuleFor(beat => beat.BaseUrl).NotEmpty().MaximumLength(300).Must(EdgeName.IsBaseUrl)
                .WithMessage("An edge's base URL is scheme, host and port only.");
            RuleFor(beat => beat.Region).NotNull().MaximumLength(50);
            RuleFor(beat => beat.Load).InclusiveBetween(0, 1000);
        }
    }

    // The body is read before the secret is checked.
    private const int MostBytes = 4096;

    /// <summary>Between replicas of the web, and what is added but not yet committed: told twice rather than never.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(30);

    internal static void Map(IEndpointRouteBuilder edges) =>
        edges.MapPost("/{edgeId}/heartbeat", Handle).Validate<Heartbeat>().WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    internal static async Task<Results<Ok<HeartbeatAnswer>, Conflict>> Handle(
        string edgeId, Heartbeat heartbeat, DeliveryDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var edge = await db.Edges.FindAsync([edgeId], cancel);
        if (edge is null)
        {
            edge = Edge.Named(edgeId);
            db.Edges.Add(edge);
        }

        if (edge.Beat(heartbeat, now))
        {
            db.Publish(new EdgeUp(edgeId, now));
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return TypedResults.Ok(new HeartbeatAnswer(now, await RefusedAsync(db, heartbeat.RefusedSince, now, cancel)));
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return TypedResults.Conflict(); // two first heartbeats at once; the other one registered it, the next one counts
        }
    }

    private static Task<List<EndedSession>> RefusedAsync(DeliveryDbContext db, DateTimeOffset? since, DateTimeOffset now, CancellationToken cancel)
    {
        var from = (since?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch) - ClocksDiffer;
        return db.Database.SqlQuery<EndedSession>($"""
            select session_id as "SessionId", until as "Until" from delivery.refused_sessions where added_at >= {from} and until > {now}
            """).ToListAsync(cancel);
    }
}
