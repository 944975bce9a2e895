using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Personalization.Home;
using Netflix.Personalization.Signals;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Features;

/// <summary>What a profile says of its taste by itself: a few titles it likes, to begin with; and titles that are not for it.</summary>
internal static class TellTaste
{
    private const int MostPicks = 20;
    private const int Offered = 24;

    internal sealed record Picks(IReadOnlyList<Guid>? ContentIds);

    /// <param name="Offered">Well-known titles of many kinds, to pick from; where they were asked for.</param>
    internal sealed record Taste(IReadOnlyList<Guid> Picked, IReadOnlyList<Guid> Hidden, IReadOnlyList<TitleCard> Offered);

    internal static void Map(RouteGroupBuilder taste)
    {
        taste.MapGet("", Get).WithSummary("What the profile picked and hid; with offer=true, titles to pick from.");
        taste.MapPut("/picks", Pick).WithSummary("The titles the profile likes, at most 20; those picked before and not named are no picks any more.")
            .ProducesValidationProblem().ProducesProblem(404);
        taste.MapPut("/hidden/{contentId:guid}", Hide).WithSummary("Never recommends the title again.").ProducesProblem(404);
        taste.MapDelete("/hidden/{contentId:guid}", Show).WithSummary("May recommend the title again.");
    }

    internal static async Task<Ok<Taste>> Get(bool? offer, HttpContext http, PersonalizationDbContext db, ICatalog catalog, Trending trending, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        var said = await db.Signals.AsNoTracking().Where(signal => signal.ProfileId == viewer.ProfileId && (signal.Picked || signal.Hidden)).ToListAsync(cancel);
        return TypedResults.Ok(new Taste(
            [.. said.Where(signal => signal.Picked).Select(signal => signal.ContentId)], [.. said.Where(signal => signal.Hidden).Select(signal => signal.ContentId)],
            offer == true ? await OfferAsync(viewer, catalog, trending, cancel) : []));
    }

    internal static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Pick(
        Picks request, HttpContext http, PersonalizationDbContext db, ICatalog catalog, SignalWriter signals, HomePages pages, TimeProvider clock, CancellationToken cancel)
    {
        if (request.ContentIds is not { Count: <= MostPicks } picks)
        {
            return Problems.Invalid("contentIds", $"Name at most {MostPicks} titles.");
        }

        var viewer = http.Viewer();
        if ((await catalog.GetVisibleAsync(picks, viewer, cancel)).Count < picks.Distinct().Count())
        {
            return TypedResults.Problem("One of these titles does not exist.", statusCode: StatusCodes.Status404NotFound);
        }

        await db.Signals.Where(signal => signal.ProfileId == viewer.ProfileId && signal.Picked && !picks.Contains(signal.ContentId))
            .ExecuteUpdateAsync(set => set.SetProperty(signal => signal.Picked, false), cancel);
        foreach (var contentId in picks.Distinct())
        {
            await signals.PickedAsync(viewer.ProfileId, contentId, true, clock.GetUtcNow(), cancel);
        }

        await pages.RenewAsync(viewer, cancel);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Hide(
        Guid contentId, HttpContext http, ICatalog catalog, SignalWriter signals, HomePages pages, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (!(await catalog.GetVisibleAsync([contentId], viewer, cancel)).Contains(contentId))
        {
            return TypedResults.Problem("There is no such title.", statusCode: StatusCodes.Status404NotFound);
        }

        await signals.HiddenAsync(viewer.ProfileId, contentId, true, clock.GetUtcNow(), cancel);
        await pages.RenewAsync(viewer, cancel);
        return TypedResults.NoContent();
    }

    internal static async Task<NoContent> Show(
        Guid contentId, HttpContext http, PersonalizationDbContext db, HomePages pages, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        await db.Signals.Where(signal => signal.ProfileId == viewer.ProfileId && signal.ContentId == contentId)
            .ExecuteUpdateAsync(set => set.SetProperty(signal => signal.Hidden, false), cancel);
        await pages.RenewAsync(viewer, cancel);
        return TypedResults.NoContent();
    }

    /// <summary>What the country watches, then what is popular, of each genre in turn: three picks should say something.</summary>
    private static async Task<IReadOnlyList<TitleCard>> OfferAsync(Viewer viewer, ICatalog catalog, Trending trending, CancellationToken cancel)
    {
        var known = await trending.InAsync(viewer.Country, Trending.Quarter, 100, cancel);
        var cards = await catalog.GetCardsAsync(known, viewer, cancel);
        var all = known.Where(cards.ContainsKey).Select(id => cards[id])
            .Concat(await catalog.ListAsync(null, TitleSort.Popular, 100, viewer, cancel)).DistinctBy(card => card.ContentId).ToList();
        return [.. all.GroupBy(card => card.Genres.Count > 0 ? card.Genres[0] : "").SelectMany(genre => genre.Select((card, turn) => (card, turn)))
            .OrderBy(one => one.turn).Take(Offered).Select(one => one.card)];
    }
}
