using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Delivery.Registry;

namespace Netflix.Delivery.Prefill;

/// <summary>Makes a plan of what viewers did until now, for the edges that are in service.</summary>
internal sealed class PrefillPlanner(
    DeliveryDbContext db, EdgeSteering steering, IAssetDemand demand, ITitleReleases releases, IOptions<PrefillOptions> options, TimeProvider clock)
{
    /// <param name="isMeant">Of edges, by id and region.</param>
    internal async Task<IReadOnlyList<PlannedEdge>> PlanAsync(Func<string, string, bool> isMeant, CancellationToken cancel)
    {
        var inService = await steering.EdgesAsync(cancel);
        var capacities = await db.Edges.AsNoTracking().Where(edge => edge.IsUp)
            .Select(edge => new { edge.EdgeId, Bytes = edge.DiskCapacityBytes > 0 ? edge.DiskCapacityBytes : edge.CapacityBytes })
            .ToDictionaryAsync(edge => edge.EdgeId, edge => edge.Bytes, cancel);
        var edges = inService.Where(edge => capacities.ContainsKey(edge.Location.EdgeId))
            .Select(edge => new FillableEdge(edge, capacities[edge.Location.EdgeId])).ToList();
        if (edges.Count == 0)
        {
            return [];
        }

        var demands = await demand.GetAsync(options.Value.MostVideos, cancel);
        var dates = await releases.GetAsync([.. demands.Select(asset => asset.ContentId).Distinct()], cancel);

        // Of all edges, so that each asset has its homes where steering sees them; then those that are meant.
        var plan = PrefillPlan.Make(edges, demands, dates, TimeSpan.FromMinutes(options.Value.MinutesPerTitle), clock.GetUtcNow());
        return [.. plan.Where(edge => isMeant(edge.EdgeId, edge.Region))];
    }
}
