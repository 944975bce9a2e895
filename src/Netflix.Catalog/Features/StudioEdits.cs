using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>
/// Studio edits of one title: one after another, and refused with 412 when the title has changed since the revision
/// (<c>ETag</c>) that the editor names in <c>If-Match</c>.
/// </summary>
internal static class StudioEdits
{
    internal const string IfMatch = "If-Match";

    /// <summary>
    /// The route edits the title <c>contentId</c>: its row is locked until the edit is stored, so that none overwrites what
    /// another has just written, and nobody is asked to try again.
    /// </summary>
    internal static RouteHandlerBuilder EditsTitle(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(async (context, next) =>
        {
            var (http, cancel) = (context.HttpContext, context.HttpContext.RequestAborted);
            var contentId = Guid.Parse(http.GetRouteValue("contentId")!.ToString()!);
            var db = http.RequestServices.GetRequiredService<CatalogDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.Database.ExecuteSqlAsync($"select from catalog.titles where content_id = {contentId} for update", cancel);
            var answer = await next(context);
            await transaction.CommitAsync(cancel);
            return answer;
        }).ProducesProblem(400).ProducesProblem(404).ProducesProblem(412)
            .WithDescription("Answers the title's revision as ETag. With If-Match it edits only that revision: 412 when somebody changed the title meanwhile.");

    /// <summary>The title to edit, or why not: 404 for none, 400 for an If-Match that cannot be read, 412 for another revision.</summary>
    internal static async Task<(Title? Title, ProblemHttpResult? Problem)> FindForEditAsync(
        this CatalogDbContext db, Guid contentId, string? ifMatch, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return (null, GetStudioTitle.NoSuchTitle());
        }

        return Revision.Refusal(ifMatch, TagOf(title), "Somebody changed the title meanwhile: read it again, then repeat your change.") is { } refusal
            ? (null, refusal)
            : (title, null);
    }

    /// <summary>Tells the title's revision in the answer.</summary>
    internal static void Tag(this HttpContext http, Title title) => http.Response.Headers.ETag = TagOf(title).ToString();

    /// <summary>The reader holds this revision already: 304.</summary>
    internal static bool IsKnown(this HttpContext http, Title title) =>
        http.Request.GetTypedHeaders().IfNoneMatch.Any(tag =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(TagOf(title), useStrongComparison: false));

    private static EntityTagHeaderValue TagOf(Title title) => Revision.TagOf(title.Revision);
}
