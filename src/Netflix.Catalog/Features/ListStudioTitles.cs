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

    internal static void Map(IEndpointRouteBuilder titles) => titles.MapGet("", Handle)
        .WithSummary("All titles, newest first; one or two letters find names that begin so, more find names that hold them.").ProducesValidationProblem();

    internal static async Task<Results<Ok<Page<Item>>, ValidationProblem>> Handle(
        string? query, EnumName<TitleState>? state, EnumName<TitleType>? type, int? page, int? limit, CatalogDbContext db, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var titles = Find(query, state?.Value, type?.Value, db);
        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var total = await titles.CountAsync(cancel);
        var items = await titles
            .Skip((number - 1) * size).Take(size)
            .Select(title => new Item(
                title.ContentId, title.Name, title.Type, title.State, title.ReleaseYear, Cards.ArtworkUrl(title.ArtworkAssetId, "card", title.ArtworkNumber),
                title.Video!.AssetId != null || title.Seasons.Any(season => season.Episodes.Any(episode => episode.Video.AssetId != null)),
                title.CreatedAt))
            .ToListAsync(cancel);
        return TypedResults.Ok(new Page<Item>(items, total, number, size));
    }

    internal static IQueryable<Title> Find(string? query, TitleState? state, TitleType? type, CatalogDbContext db)
    {
        var titles = db.Titles.AsNoTracking();
        if (state is { } wanted)
        {
            titles = titles.Where(title => title.State == wanted);
        }

        if (type is { } kind)
        {
            titles = titles.Where(title => title.Type == kind);
        }

        if (Understood.Clean(query) is { } text)
        {
            // Less than three letters are no trigram: an index serves them as a beginning only.
            var pattern = (text.Length < 3 ? "" : "%") + Escaped(text) + "%";
            titles = titles.Where(title => EF.Functions.Like(CatalogDbContext.Fold(title.Name), CatalogDbContext.Fold(pattern)));
        }

        return titles.OrderByDescending(title => title.ContentId); // uuid v7: by time
    }

    private static string Escaped(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
