using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Delivery.Registry;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Features;

/// <summary>An edge says that it is there and how busy it is; its first heartbeat registers it.</summary>
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

    internal static void Map(IEndpointRouteBuilder edges) =>
        edges.MapPost("/{edgeId}/heartbeat", Handle).Validate<Heartbeat>().WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    internal static async Task<Results<NoContent, Conflict>> Handle(
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
            return TypedResults.NoContent();
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return TypedResults.Conflict(); // two first heartbeats at once; the other one registered it, the next one counts
        }
    }
}
