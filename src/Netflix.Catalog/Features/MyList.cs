using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>The titles a profile keeps for later, the last added first.</summary>
internal static class MyList
{
    internal sealed record Request(Guid? ContentId);

    internal static void Map(IEndpointRouteBuilder list)
    {
        list.MapGet("", Get).ProducesValidationProblem();
        list.MapPost("", Add).ProducesProblem(404);
        list.MapDelete("/{contentId:guid}", Remove);
    }

    internal static async Task<Results<Ok<Page<TitleCard>>, ValidationProblem>> Get(
        int? page, int? limit, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var viewer = http.Viewer();
        var (listed, number, size) = (Of(viewer, db, clock), page ?? 1, limit ?? Paging.DefaultLimit);
        var total = await listed.CountAsync(cancel);
        var items = await listed.Skip((number - 1) * size).Take(size).ToCardsAsync(viewer, cancel);
        return TypedResults.Ok(new Page<TitleCard>(items, total, number, size));
    }

    internal static IQueryable<Title> Of(Viewer viewer, CatalogDbContext db, TimeProvider clock) =>
        db.VisibleTo(viewer, clock.GetUtcNow())
            .Join(db.MyList.Where(entry => entry.ProfileId == viewer.ProfileId), title => title.ContentId, entry => entry.ContentId,
                (title, entry) => new { title, entry.AddedAt })
            .OrderByDescending(item => item.AddedAt).ThenBy(item => item.title.ContentId)
            .Select(item => item.title);

    internal static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Add(
        Request request, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (request.ContentId is not { } contentId)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["contentId"] = ["Name the title."] });
        }

        var (viewer, now) = (http.Viewer(), clock.GetUtcNow());
        if (!await db.VisibleTo(viewer, now).AnyAsync(title => title.ContentId == contentId, cancel))
        {
            return GetStudioTitle.NoSuchTitle();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var added = await db.Database.ExecuteSqlAsync($"""
            insert into catalog.my_list (profile_id, content_id, added_at) values ({viewer.ProfileId}, {contentId}, {now})
            on conflict do nothing
            """, cancel);
        if (added > 0)
        {
            db.Publish(new MyListChanged(viewer.ProfileId, contentId, Added: true, now));
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }

    internal static async Task<NoContent> Remove(Guid contentId, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var removed = await db.MyList.Where(entry => entry.ProfileId == viewer.ProfileId && entry.ContentId == contentId).ExecuteDeleteAsync(cancel);
        if (removed > 0)
        {
            db.Publish(new MyListChanged(viewer.ProfileId, contentId, Added: false, clock.GetUtcNow()));
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }
}
