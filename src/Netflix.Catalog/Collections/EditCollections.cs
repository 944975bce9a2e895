using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Collections;

/// <summary>The editors make collections, order them, and show them to viewers.</summary>
internal static class EditCollections
{
    private const int Most = 500;

    internal sealed record Request(string? Name, string? Description, IReadOnlyList<Guid>? ContentIds, bool? Published, int? Position);

    internal sealed record Response(Guid CollectionId, string Name, string? Description, IReadOnlyList<Guid> ContentIds, bool Published, int Position, DateTimeOffset CreatedAt);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Name).PlainText(200);
            RuleFor(request => request.Description).Must(text => text is null || (text.Length <= 2000 && Validation.IsPlain(text)))
                .WithMessage("A description is at most 2000 letters, without control characters.");
            RuleFor(request => request.ContentIds).Must(ids => ids is null || (ids.Count <= Most && ids.Distinct().Count() == ids.Count))
                .WithMessage($"Name the titles in their order, each once, at most {Most}.");
            RuleFor(request => request.Position).Must(position => position is null or (>= 0 and <= 1_000_000)).WithMessage("Positions are from 0 to 1000000.");
        }
    }

    internal static void Map(IEndpointRouteBuilder collections)
    {
        collections.MapGet("", List).WithSummary("All collections by their position.").ProducesValidationProblem();
        collections.MapGet("/{collectionId:guid}", Get).WithSummary("One collection with its titles' ids in order.").ProducesProblem(404);
        collections.MapPost("", Create).Validate<Request>().WithSummary("Makes a collection, the last of all unless a position is given.");
        collections.MapPatch("/{collectionId:guid}", Update).Validate<Request>().WithSummary("Changes the fields that are sent.").ProducesProblem(404);
        collections.MapDelete("/{collectionId:guid}", Delete).WithSummary("Removes a collection; its titles stay.").ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Page<Response>>, ValidationProblem>> List(int? page, int? limit, CatalogDbContext db, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var items = await Read(db.Collections.OrderBy(collection => collection.Position).ThenBy(collection => collection.CollectionId).Skip((number - 1) * size).Take(size), db).ToListAsync(cancel);
        return TypedResults.Ok(new Page<Response>(items, await db.Collections.CountAsync(cancel), number, size));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Get(Guid collectionId, CatalogDbContext db, CancellationToken cancel) =>
        await Read(db.Collections.Where(collection => collection.CollectionId == collectionId), db).FirstOrDefaultAsync(cancel) is { } found
            ? TypedResults.Ok(found)
            : NoSuchCollection();

    internal static async Task<Results<Created<Response>, ValidationProblem>> Create(Request request, CatalogDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (request.Name is null)
        {
            return Problems.Invalid("name", "A collection needs a name.");
        }

        if (await UnknownAsync(request, db, cancel) is { } unknown)
        {
            return unknown;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var position = request.Position ?? (await db.Collections.MaxAsync(one => (int?)one.Position, cancel) ?? 0) + 1;
        var collection = Collection.New(request.Name.Trim(), request.Description, request.Published ?? false, position, clock.GetUtcNow());
        db.Collections.Add(collection);
        await SaveAsync(collection, request.ContentIds, db, cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Created(
            $"/api/v1/admin/collections/{collection.CollectionId}",
            await Read(db.Collections.Where(one => one.CollectionId == collection.CollectionId), db).FirstAsync(cancel));
    }

    internal static async Task<Results<Ok<Response>, ValidationProblem, ProblemHttpResult>> Update(
        Guid collectionId, Request request, CatalogDbContext db, CancellationToken cancel)
    {
        if (await UnknownAsync(request, db, cancel) is { } unknown)
        {
            return unknown;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One edit of a collection at a time: none writes back fields that another has just changed.
        if (await db.Collections.FromSql($"select * from catalog.collections where collection_id = {collectionId} for update").FirstOrDefaultAsync(cancel) is not { } collection)
        {
            return NoSuchCollection();
        }

        collection.Describe(
            request.Name?.Trim() ?? collection.Name, request.Description ?? collection.Description, request.Published ?? collection.Published, request.Position ?? collection.Position);
        await SaveAsync(collection, request.ContentIds, db, cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(await Read(db.Collections.Where(one => one.CollectionId == collectionId), db).FirstAsync(cancel));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid collectionId, CatalogDbContext db, CancellationToken cancel) =>
        await db.Collections.Where(collection => collection.CollectionId == collectionId).ExecuteDeleteAsync(cancel) > 0 ? TypedResults.NoContent() : NoSuchCollection();

    internal static ProblemHttpResult NoSuchCollection() => TypedResults.Problem("There is no such collection.", statusCode: StatusCodes.Status404NotFound);

    private static IQueryable<Response> Read(IQueryable<Collection> collections, CatalogDbContext db) =>
        collections.AsNoTracking().Select(collection => new Response(
            collection.CollectionId, collection.Name, collection.Description,
            db.CollectionTitles.Where(entry => entry.CollectionId == collection.CollectionId).OrderBy(entry => entry.Position).Select(entry => entry.ContentId).ToList(),
            collection.Published, collection.Position, collection.CreatedAt));

    /// <summary>400 that names the ids of no title.</summary>
    private static async Task<ValidationProblem?> UnknownAsync(Request request, CatalogDbContext db, CancellationToken cancel)
    {
        if (request.ContentIds is not { Count: > 0 } wanted)
        {
            return null;
        }

        var known = await db.Titles.Where(title => wanted.Contains(title.ContentId)).Select(title => title.ContentId).ToListAsync(cancel);
        return wanted.Except(known).ToList() is { Count: > 0 } unknown
            ? Problems.Invalid("contentIds", $"There is no such title: {string.Join(", ", unknown)}.")
            : null;
    }

    /// <summary>With the titles in this order, where any are sent; one deleted since it was checked is left out.</summary>
    private static async Task SaveAsync(Collection collection, IReadOnlyList<Guid>? contentIds, CatalogDbContext db, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        if (contentIds is null)
        {
            return;
        }

        await db.CollectionTitles.Where(entry => entry.CollectionId == collection.CollectionId).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync($"""
            insert into catalog.collection_titles (collection_id, content_id, position)
            select {collection.CollectionId}, content_id, wanted.place
            from unnest({contentIds.ToArray()}) with ordinality wanted (content_id, place) join catalog.titles using (content_id)
            order by content_id for key share of titles
            """, cancel);
    }
}
