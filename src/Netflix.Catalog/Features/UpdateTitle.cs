using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Changes the fields that are sent, and leaves the others; null clears those that a title can be without.</summary>
internal static class UpdateTitle
{
    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapPatch("/{contentId:guid}", Handle).Validate<TitleRequest>().EditsTitle()
            .WithSummary("Changes the fields that are sent; null clears rating, releaseYear, language and externalId.").ProducesProblem(409);

    internal static async Task<Results<Ok<StudioTitle>, ValidationProblem, ProblemHttpResult>> Handle(
        Guid contentId, TitleRequest request, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, TimeProvider clock,
        CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        if (request.Type is { } type && type != title.Type)
        {
            return Problems.Invalid("type", "A title's type cannot change: its videos hang on it.");
        }

        var details = request.Over(title);
        if (!title.Is(details)) // nothing new is no edit, and gives no other editor a 412
        {
            title.Describe(details);
        }

        switch (request.State)
        {
            case TitleState.Announced: title.Announce(clock.GetUtcNow()); break;
            case TitleState.Draft: title.Unpublish(); break;
        }

        db.Publish(new TitleChanged(contentId));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return TypedResults.Problem("Another title has this externalId.", statusCode: StatusCodes.Status409Conflict);
        }

        http.Tag(title);
        return TypedResults.Ok(await StudioTitle.ReadAsync(title, db, cancel));
    }
}
