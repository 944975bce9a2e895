using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Delivery.Features;

/// <summary>An edge that shuts down says so, and gets no new player from then on.</summary>
internal static class LeaveRegistry
{
    internal static void Map(IEndpointRouteBuilder edges) => edges.MapDelete("/{edgeId}", Handle);

    internal static async Task<NoContent> Handle(string edgeId, DeliveryDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Edges.FindAsync([edgeId], cancel) is { } edge)
        {
            if (edge.Leave())
            {
                db.Publish(new EdgeDown(edgeId, clock.GetUtcNow()));
            }

            await db.SaveChangesAsync(cancel);
        }

        return TypedResults.NoContent();
    }
}
