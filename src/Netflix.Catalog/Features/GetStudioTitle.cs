using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Netflix.Catalog.Features;

/// <summary>One title, as the studio edits it.</summary>
internal static class GetStudioTitle
{
    internal static void Map(IEndpointRouteBuilder titles) => titles.MapGet("/{contentId:guid}", Handle).ProducesProblem(404);

    internal static async Task<Results<Ok<StudioTitle>, ProblemHttpResult>> Handle(Guid contentId, CatalogDbContext db, CancellationToken cancel) =>
        await db.FindTitleAsync(contentId, cancel) is { } title ? TypedResults.Ok(StudioTitle.Of(title)) : NoSuchTitle();

    internal static ProblemHttpResult NoSuchTitle() => TypedResults.Problem("There is no such title.", statusCode: StatusCodes.Status404NotFound);
}
