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

/// <summary>Replaces the regions and windows in which a title is available; none is everywhere, always.</summary>
internal static class SetAvailability
{
    internal sealed record Window(string? Region, DateTimeOffset? From, DateTimeOffset? To);

    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapPut("/{contentId:guid}/availability", Handle).EditsTitle()
            .WithSummary("Replaces the regions and windows in which a title is available.").ProducesValidationProblem();

    internal static async Task<Results<Ok<IReadOnlyList<Window>>, ValidationProblem, ProblemHttpResult>> Handle(
        Guid contentId, IReadOnlyList<Window> windows, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db,
        CancellationToken cancel)
    {
        if (windows.Count > 500 || windows.Any(window => !IsValid(window)))
        {
            return Problems.Invalid("availability", "Each window has a region (two letters such as 'SE', or '*'), and 'from' before 'to'; at most 500.");
        }

        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        if (title is null)
        {
            return problem!;
        }

        await db.Availabilities.Where(window => window.ContentId == contentId).ExecuteDeleteAsync(cancel);
        db.Availabilities.AddRange(windows.Select(window =>
            Availability.Of(contentId, window.Region!, window.From?.ToUniversalTime(), window.To?.ToUniversalTime())));
        title.Limit(windows.Count > 0);
        db.Publish(new TitleChanged(contentId));
        await db.SaveChangesAsync(cancel);
        http.Tag(title);
        return TypedResults.Ok(windows);
    }

    private static bool IsValid(Window? window) =>
        window?.Region is Availability.Everywhere or [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] && !(window.From >= window.To);
}
