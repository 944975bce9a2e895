using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Netflix.Delivery.Features;

/// <summary>An operator takes an edge out of steering before maintenance, or back in; it goes on serving who is there.</summary>
internal static class DrainEdge
{
    internal static void Map(IEndpointRouteBuilder edges)
    {
        edges.MapPost("/{edgeId}/drain", (string edgeId, DeliveryDbContext db, CancellationToken cancel) => Handle(edgeId, true, db, cancel));
        edges.MapPost("/{edgeId}/undrain", (string edgeId, DeliveryDbContext db, CancellationToken cancel) => Handle(edgeId, false, db, cancel));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string edgeId, bool drain, DeliveryDbContext db, CancellationToken cancel)
    {
        if (await db.Edges.FindAsync([edgeId], cancel) is not { } edge)
        {
            return TypedResults.Problem($"No edge '{edgeId}' is registered.", statusCode: StatusCodes.Status404NotFound);
        }

        if (drain)
        {
            edge.Drain();
        }
        else
        {
            edge.Undrain();
        }

        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
