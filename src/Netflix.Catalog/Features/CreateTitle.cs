using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Catalog.Features;

/// <summary>Makes a title, as a draft or announced.</summary>
internal static class CreateTitle
{
    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapPost("", Handle).Validate<TitleRequest>()
            .WithSummary("Makes a title, as a draft or announced.").WithDescription("Answers the title's revision as ETag.").ProducesProblem(409);

    internal static async Task<Results<Created<StudioTitle>, ValidationProblem, ProblemHttpResult>> Handle(
        TitleRequest request, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var missing = new Dictionary<string, string[]>();
        if (request.Title is null)
        {
            missing["title"] = ["A title needs a name."];
        }

        if (request.Type is null)
        {
            missing["type"] = ["Say 'movie', 'series' or 'documentary'."];
        }

        if (missing.Count > 0)
        {
            return TypedResults.ValidationProblem(missing);
        }

        var now = clock.GetUtcNow();
        var title = Title.Draft(request.Type!.Value, request.Over(null), now);
        if (request.State == TitleState.Announced)
        {
            title.Announce(now);
        }

        db.Titles.Add(title);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return TypedResults.Problem("Another title has this externalId.", statusCode: StatusCodes.Status409Conflict);
        }

        http.Tag(title);
        return TypedResults.Created($"/api/v1/admin/content/{title.ContentId}", await StudioTitle.ReadAsync(title, db, cancel));
    }

    internal static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
