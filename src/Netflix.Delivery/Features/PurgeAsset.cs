using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Delivery.Cache;
using Netflix.Delivery.Tokens;

namespace Netflix.Delivery.Features;

/// <summary>An operator makes every edge forget an asset, such as one that had to be deleted.</summary>
internal static class PurgeAsset
{
    internal const string EdgeRoute = "/internal/cache/{assetId:guid}";

    /// <param name="Failed">Edges that could not be asked; they forget when they restart or need the room.</param>
    internal sealed record Response(Guid AssetId, IReadOnlyList<string> Purged, IReadOnlyList<string> Failed);

    internal static void Map(IEndpointRouteBuilder edges) => edges.MapDelete("/cache/{assetId:guid}", Handle);

    internal static async Task<Ok<Response>> Handle(
        Guid assetId, DeliveryDbContext db, IHttpClientFactory clients, EdgeSecret secret, CancellationToken cancel)
    {
        var edges = await db.Edges.AsNoTracking().Where(edge => edge.IsUp)
            .Select(edge => new { edge.EdgeId, edge.BaseUrl }).ToListAsync(cancel);
        using var client = clients.CreateClient(DeliveryModule.EdgeHttp);
        var asked = await Task.WhenAll(edges.Select(async edge => (edge.EdgeId, Done: await AskAsync(client, edge.BaseUrl, assetId, secret, cancel))));
        return TypedResults.Ok(new Response(
            assetId,
            [.. asked.Where(edge => edge.Done).Select(edge => edge.EdgeId)],
            [.. asked.Where(edge => !edge.Done).Select(edge => edge.EdgeId)]));
    }

    /// <summary>The edge's own side.</summary>
    internal static NoContent HandleOnEdge(Guid assetId, SegmentCache cache)
    {
        cache.Forget(assetId);
        return TypedResults.NoContent();
    }

    private static async Task<bool> AskAsync(HttpClient client, string baseUrl, Guid assetId, EdgeSecret secret, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, $"{baseUrl}/internal/cache/{assetId:N}");
            request.Headers.TryAddWithoutValidation("Authorization", secret.Authorization);
            using var response = await client.SendAsync(request, cancel);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
