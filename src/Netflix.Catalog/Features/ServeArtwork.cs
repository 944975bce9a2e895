using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Netflix.Storage;

namespace Netflix.Catalog.Features;

/// <summary>A title's picture. Open to all who have its address, as pictures in pages carry no token; its bytes never change.</summary>
internal static class ServeArtwork
{
    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/artwork/{assetId:guid}/{picture:regex(^(poster|card)$)}.jpg", Handle).AllowAnonymous().WithTags("Finding").ProducesProblem(404);

    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(
        Guid assetId, string picture, IObjectStore store, HttpContext http, CancellationToken cancel)
    {
        if (await store.OpenAsync(AssetKeys.Of(assetId, $"{picture}.jpg"), cancel: cancel) is not { } content)
        {
            return TypedResults.Problem("There is no such picture.", statusCode: StatusCodes.Status404NotFound);
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Stream(content, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"{assetId:N}-{picture}\""));
    }
}
