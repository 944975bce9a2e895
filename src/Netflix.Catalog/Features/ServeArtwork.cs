using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Netflix.Storage;

namespace Netflix.Catalog.Features;

/// <summary>A title's pictures and preview. Open to all who have the address, as what stands in pages carries no token; the bytes never change.</summary>
internal static class ServeArtwork
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const long LongestPreview = 16 << 20; // six seconds of a small rung have half of one

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/artwork/{assetId:guid}/{picture:regex(^(poster|card|(art|wide)-(10|[1-9]))$)}.jpg", Picture).AllowAnonymous().WithTags("Finding").ProducesProblem(404);
        api.MapGet("/artwork/{assetId:guid}/preview.mp4", Preview).AllowAnonymous().WithTags("Finding").ProducesProblem(404)
            .WithSummary("Some silent seconds of a title, which play under a resting pointer.");
    }

    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Picture(
        Guid assetId, string picture, IObjectStore store, HttpContext http, CancellationToken cancel)
    {
        if (await store.OpenAsync(AssetKeys.Of(assetId, $"{picture}.jpg"), cancel: cancel) is not { } content)
        {
            return TypedResults.Problem("There is no such picture.", statusCode: StatusCodes.Status404NotFound);
        }

        http.Response.Headers.CacheControl = Forever;
        return TypedResults.Stream(content, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"{assetId:N}-{picture}\""));
    }

    /// <summary>In ranges, without which Safari plays nothing.</summary>
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Preview(Guid assetId, IObjectStore store, HttpContext http, CancellationToken cancel)
    {
        var key = AssetKeys.Of(assetId, "preview.mp4");
        await using var content = await store.FindAsync(key, cancel) is { Length: <= LongestPreview } ? await store.OpenAsync(key, cancel: cancel) : null;
        if (content is null)
        {
            return TypedResults.Problem("There is no such preview.", statusCode: StatusCodes.Status404NotFound);
        }

        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancel);
        http.Response.Headers.CacheControl = Forever;
        return TypedResults.Bytes(bytes.ToArray(), "video/mp4", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{assetId:N}-preview\""));
    }
}
