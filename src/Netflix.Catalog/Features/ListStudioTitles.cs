using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>The studio's titles, newest first.</summary>
internal static class ListStudioTitles
{
    internal sealed record Item(
        Guid ContentId, string Title, TitleType Type, TitleState State, int? ReleaseYear, string? ThumbnailUrl, bool Playable, DateTimeOffset CreatedAt);

    internal static void Map(IEndpointRouteBuilder titles) => titles.MapGet("", Handle);

    internal static async Task<Results<Ok<Page<Item>>, ValidationProblem>> Handle(
        string? query, EnumName<TitleState>? state, int? page, int? limit, CatalogDbContext db, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var titles = db.Titles.AsNoTracking();
        if (state is { Value: var wanted })
        {
            titles = titles.Where(title => title.State == wanted);
        }

        if (LikePattern.Holding(query) is { } pattern)
        {
            titles = titles.Where(title => EF.Functions.Like(CatalogDbContext.Fold(title.Name), CatalogDbContext.Fold(pattern)));
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var total = await titles.CountAsync(cancel);
        var items = await titles
            .OrderByDescending(title => title.ContentId) // uuid v7: by time
            .Skip((number - 1) * size).Take(size)
            .Select(title => new Item(
                title.ContentId, title.Name, title.Type, title.State, title.ReleaseYear, Cards.ArtworkUrl(title.ArtworkAssetId, "card"),
                title.Video!.AssetId != null || title.Seasons.Any(season => season.Episodes.Any(episode => episode.Video.AssetId != null)),
                title.CreatedAt))
            .ToListAsync(cancel);
        return TypedResults.Ok(new Page<Item>(items, total, number, size));
    }
}
