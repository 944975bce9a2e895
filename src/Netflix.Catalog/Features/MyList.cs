using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>The titles a profile keeps for later, in its own order; what is added comes first.</summary>
internal static class MyList
{
    private const int Most = 500;

    internal sealed record Request(Guid? ContentId);

    internal sealed record Order(IReadOnlyList<Guid>? ContentIds);

    internal static void Map(IEndpointRouteBuilder list)
    {
        list.MapGet("", Get).WithSummary("A profile's list, in its order.").ProducesValidationProblem();
        list.MapPost("", Add).WithSummary("Puts a title on top of the list; at most 500 are on it.").ProducesProblem(404).ProducesProblem(409);
        list.MapDelete("/{contentId:guid}", Remove).WithSummary("Takes a title off the list.");
        list.MapPut("/order", Reorder).WithSummary("Puts the named titles first, in this order; the others follow as they were.").ProducesValidationProblem();
    }

    internal static async Task<Results<Ok<Page<TitleCard>>, ValidationProblem>> Get(
        int? page, int? limit, HttpContext http, CatalogDbContext db, TitleSearch titles, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        var total = await db.VisibleTo(viewer, clock.GetUtcNow())
            .CountAsync(title => db.MyList.Any(entry => entry.ProfileId == viewer.ProfileId && entry.ContentId == title.ContentId), cancel);
        var items = await titles.MyListAsync(number, size, viewer, cancel);
        return TypedResults.Ok(new Page<TitleCard>(items, total, number, size));
    }

    internal static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Add(
        Request request, HttpContext http, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (request.ContentId is not { } contentId)
        {
            return Problems.Invalid("contentId", "Name the title.");
        }

        var (viewer, now) = (http.Viewer(), clock.GetUtcNow());
        if (!await db.VisibleTo(viewer, now).AnyAsync(title => title.ContentId == contentId, cancel))
        {
            return GetStudioTitle.NoSuchTitle();
        }

        await using var transaction = await BeginAsync(viewer, db, cancel);
        if (await db.MyList.CountAsync(entry => entry.ProfileId == viewer.ProfileId && entry.ContentId != contentId, cancel) >= Most)
        {
            return TypedResults.Problem($"The list holds {Most} titles: take one off first.", statusCode: StatusCodes.Status409Conflict);
        }

        var added = await db.Database.ExecuteSqlAsync($"""
            insert into catalog.my_list (profile_id, content_id, added_at, position)
            select {viewer.ProfileId}, {contentId}, {now}, 1 + coalesce(max(position), 0) from catalog.my_list where profile_id = {viewer.ProfileId}
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

    internal static async Task<Results<NoContent, ValidationProblem>> Reorder(Order order, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        if (order.ContentIds is not { Count: <= Most } wanted || wanted.Distinct().Count() < wanted.Count)
        {
            return Problems.Invalid("contentIds", $"Name the titles in their order, each once, at most {Most}.");
        }

        var viewer = http.Viewer();
        await using var transaction = await BeginAsync(viewer, db, cancel);
        var listed = await db.MyList.Where(entry => entry.ProfileId == viewer.ProfileId)
            .OrderByDescending(entry => entry.Position).ThenBy(entry => entry.ContentId).Select(entry => entry.ContentId).ToListAsync(cancel);
        if (wanted.Except(listed).ToList() is { Count: > 0 } strangers)
        {
            return Problems.Invalid("contentIds", $"Not on the list: {string.Join(", ", strangers)}.");
        }

        Guid[] all = [.. wanted, .. listed.Except(wanted)];
        await db.Database.ExecuteSqlAsync($"""
            update catalog.my_list entry set position = {all.Length} + 1 - placed.place
            from unnest({all}) with ordinality placed (content_id, place)
            where entry.profile_id = {viewer.ProfileId} and entry.content_id = placed.content_id
            """, cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>One change of a profile's list at a time: a lock by the profile's id, as an empty list has no row to lock.</summary>
    private static async Task<IDbContextTransaction> BeginAsync(Viewer viewer, CatalogDbContext db, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"my-list " + viewer.ProfileId}, 0))", cancel);
        return transaction;
    }
}
