using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Netflix.Catalog.Features;

/// <summary>One title, as the studio edits it.</summary>
internal static class GetStudioTitle
{
    internal static void Map(IEndpointRouteBuilder titles) => titles.MapGet("/{contentId:guid}", Handle)
        .WithSummary("One title with all that the studio edits.")
        .WithDescription("Answers the title's revision as ETag, for If-Match of an edit; 304 to If-None-Match while it is the same.")
        .Produces(StatusCodes.Status304NotModified).ProducesProblem(404);

    internal static async Task<Results<Ok<StudioTitle>, StatusCodeHttpResult, ProblemHttpResult>> Handle(
        Guid contentId, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return NoSuchTitle();
        }

        http.Tag(title);
        return http.IsKnown(title)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(await StudioTitle.ReadAsync(title, db, cancel));
    }

    internal static ProblemHttpResult NoSuchTitle() => TypedResults.Problem("There is no such title.", statusCode: StatusCodes.Status404NotFound);
}
