using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Delivery.Registry;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Features;

/// <summary>Operators see every edge: whether it is healthy, how full, how well its cache does.</summary>
internal static class ListEdges
{
    internal enum Health
    {
        Healthy,
        Draining,
        Down,
    }

    /// <param name="Load">Share of its line in use, 0 to 1.</param>
    /// <param name="HitRatio">Of the requests since it started; null before the first.</param>
    /// <param name="DiskCapacityBytes">0 when it has no disk.</param>
    /// <param name="Assets">Videos of which it holds enough to begin them.</param>
    internal sealed record Item(
        string EdgeId, string BaseUrl, string Region, Health Health, bool Draining, DateTimeOffset LastSeen, double Load, double? HitRatio,
        long Hits, long Misses, long OriginFetches, long SentBytes, long CachedBytes, long CapacityBytes, int Sending,
        long DiskBytes, long DiskCapacityBytes, int Assets);

    internal static void Map(IEndpointRouteBuilder edges) => edges.MapGet("/", Handle);

    internal static async Task<Results<Ok<Page<Item>>, ValidationProblem>> Handle(
        int? page, int? limit, DeliveryDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var healthySince = clock.GetUtcNow() - Edge.HealthyFor;
        var total = await db.Edges.CountAsync(cancel);
        var edges = await db.Edges.AsNoTracking().OrderBy(edge => edge.EdgeId).Skip((number - 1) * size).Take(size).ToListAsync(cancel);
        return TypedResults.Ok(new Page<Item>([.. edges.Select(edge => Describe(edge, healthySince))], total, number, size));
    }

    private static Item Describe(Edge edge, DateTimeOffset healthySince)
    {
        var health = !edge.IsUp || edge.LastSeen <= healthySince ? Health.Down : edge.IsDraining ? Health.Draining : Health.Healthy;
        var requests = edge.Hits + edge.Misses;
        return new(
            edge.EdgeId, edge.BaseUrl, edge.Region, health, edge.IsDraining, edge.LastSeen, edge.Load,
            requests == 0 ? null : (double)edge.Hits / requests,
            edge.Hits, edge.Misses, edge.OriginFetches, edge.SentBytes, edge.CachedBytes, edge.CapacityBytes, edge.Sending,
            edge.DiskBytes, edge.DiskCapacityBytes, edge.Assets);
    }
}
