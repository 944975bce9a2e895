using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>One title as the viewer sees it, with how far the profile came in it.</summary>
internal static class GetTitle
{
    internal static readonly TimeSpan EndsSoon = TimeSpan.FromDays(30);

    internal sealed record Response(
        Guid ContentId, string Title, string Description, TitleType Type, TitleState State, int? Year, string? Rating, int Maturity,
        IReadOnlyList<string> Genres, IReadOnlyList<string> Cast, IReadOnlyList<string> Directors, IReadOnlyList<Person> People, string? Language,
        Artwork Artwork, string? ThumbnailUrl, TrailerItem? Trailer, string? TrailerUrl, IReadOnlyList<string> AudioLanguages, IReadOnlyList<string> SubtitleLanguages,
        double? AverageRating, int TotalRatings, int? UserRating, bool InMyList, DateTimeOffset? AvailableUntil,
        Guid? VideoId, double? DurationSeconds, double? Progress, double? PositionSeconds, IReadOnlyList<SeasonItem>? Seasons);

    internal sealed record Person(Guid PersonId, string Name, CreditRole Role, string? Character);

    internal sealed record TrailerItem(Guid VideoId, double? DurationSeconds);

    internal sealed record Artwork(string? Poster, string? Card);

    internal sealed record SeasonItem(int Number, string? Title, IReadOnlyList<EpisodeItem> Episodes);

    internal sealed record EpisodeItem(
        Guid VideoId, int Number, string Title, string? Description, double? DurationSeconds, string? ThumbnailUrl, double? Progress, double? PositionSeconds, bool Playable);

    internal sealed record EpisodesResponse(IReadOnlyList<SeasonItem> Seasons);

    internal static void Map(IEndpointRouteBuilder content)
    {
        content.MapGet("/{contentId:guid}", Handle).WithSummary("One title, in the viewer's language where it has it.").ProducesProblem(404);
        content.MapGet("/{contentId:guid}/episodes", Episodes).WithSummary("A series' seasons and episodes.").ProducesProblem(404);
    }

    /// <summary>Two statements for a film: the title with what is the profile's own, and its people. One more for windows, one for episodes.</summary>
    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid contentId, HttpContext http, CatalogDbContext db, IWatchStates watched, TimeProvider clock, CancellationToken cancel)
    {
        var (viewer, now) = (http.Viewer(), clock.GetUtcNow());
        var languages = Cards.Languages(viewer);
        var title = await db.VisibleTo(viewer, now).Where(title => title.ContentId == contentId)
            .Select(title => new
            {
                title.Name, title.Description, title.Type, title.State, title.ReleaseYear, title.Rating, title.Maturity, title.Genres, title.Language,
                title.ArtworkAssetId, title.HasWindows, title.Video, title.Trailer,
                Texts = title.Localizations.Where(text => languages.Contains(text.Language)).Select(text => new { text.Language, text.Title, text.Description }).ToList(),
                RatingCount = db.Activity.Where(all => all.ContentId == contentId).Select(all => (int?)all.RatingCount).FirstOrDefault(),
                RatingSum = db.Activity.Where(all => all.ContentId == contentId).Select(all => (long?)all.RatingSum).FirstOrDefault(),
                UserRating = db.Ratings.Where(own => own.ContentId == contentId && own.ProfileId == viewer.ProfileId).Select(own => (int?)own.Stars).FirstOrDefault(),
                Listed = db.MyList.Any(entry => entry.ProfileId == viewer.ProfileId && entry.ContentId == contentId),
            })
            .FirstOrDefaultAsync(cancel);
        if (title is null)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        var credits = await db.Titles.AsNoTracking().Where(one => one.ContentId == contentId).SelectMany(one => one.Credits)
            .Select(credit => new { PersonId = EF.Property<Guid>(credit, "PersonId"), credit.Name, credit.Role, credit.Order, credit.Character }).ToListAsync(cancel);
        var people = credits.OrderBy(credit => credit.Role).ThenBy(credit => credit.Order)
            .Select(credit => new Person(credit.PersonId, credit.Name, credit.Role, credit.Character)).ToList();
        var seasons = title.Type == TitleType.Series ? await SeasonsAsync(contentId, db, cancel) : [];
        List<Video> videos = title.Video is { } film ? [film] : [.. seasons.SelectMany(season => season.Episodes).Select(episode => episode.Video)];
        var states = await watched.GetAsync(viewer.ProfileId, videos.ConvertAll(video => video.VideoId), cancel);

        var text = languages.Select(language => title.Texts.Find(one => one.Language == language)).FirstOrDefault(one => one is not null);
        var own = title.Video is { } watching ? states.GetValueOrDefault(watching.VideoId) : null;
        var trailer = title.Trailer is { IsPlayable: true } ready ? ready : null;
        return TypedResults.Ok(new Response(
            contentId, text?.Title ?? title.Name, text is { Description.Length: > 0 } ? text.Description : title.Description,
            title.Type, title.State, title.ReleaseYear, title.Rating, title.Maturity, title.Genres, NamesOf(CreditRole.Actor), NamesOf(CreditRole.Director), people, title.Language,
            new Artwork(Cards.ArtworkUrl(title.ArtworkAssetId, "poster"), Cards.ArtworkUrl(title.ArtworkAssetId, "card")), Cards.ArtworkUrl(title.ArtworkAssetId, "card"),
            trailer is null ? null : new TrailerItem(trailer.VideoId, trailer.DurationSeconds), trailer is null ? null : $"/watch/{contentId}/{trailer.VideoId}",
            [.. videos.SelectMany(one => one.AudioLanguages).Distinct()], [.. videos.SelectMany(one => one.SubtitleLanguages).Distinct()],
            title.RatingCount > 0 ? Math.Round((double)title.RatingSum!.Value / title.RatingCount.Value, 2) : null, title.RatingCount ?? 0, title.UserRating, title.Listed,
            title.HasWindows ? await EndAsync(contentId, viewer, now, db, cancel) : null,
            title.State == TitleState.Published && title.Video is { IsPlayable: true } playable ? playable.VideoId : null,
            title.Video?.DurationSeconds, own?.Progress, own?.PositionSeconds, title.Type == TitleType.Series ? Shown(seasons, states) : null));

        List<string> NamesOf(CreditRole role) => people.FindAll(person => person.Role == role).ConvertAll(person => person.Name);
    }

    internal static async Task<Results<Ok<EpisodesResponse>, ProblemHttpResult>> Episodes(
        Guid contentId, HttpContext http, CatalogDbContext db, IWatchStates watched, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (!await db.VisibleTo(viewer, clock.GetUtcNow()).AnyAsync(title => title.ContentId == contentId, cancel))
        {
            return GetStudioTitle.NoSuchTitle();
        }

        var seasons = await SeasonsAsync(contentId, db, cancel);
        var states = await watched.GetAsync(viewer.ProfileId, [.. seasons.SelectMany(season => season.Episodes).Select(episode => episode.Video.VideoId)], cancel);
        return TypedResults.Ok(new EpisodesResponse(Shown(seasons, states)));
    }

    /// <summary>When the viewer's window closes, if that is soon: windows that follow each other without a gap are one.</summary>
    private static async Task<DateTimeOffset?> EndAsync(Guid contentId, Viewer viewer, DateTimeOffset now, CatalogDbContext db, CancellationToken cancel)
    {
        var windows = await db.Availabilities.AsNoTracking()
            .Where(window => window.ContentId == contentId && (window.Region == Availability.Everywhere || window.Region == viewer.Country) && (window.To == null || window.To > now))
            .ToListAsync(cancel);
        var end = now;
        foreach (var window in windows.OrderBy(window => window.From ?? DateTimeOffset.MinValue).TakeWhile(window => window.From is null || window.From <= now + EndsSoon))
        {
            if (window.From > end)
            {
                break;
            }

            end = window.To is { } closes ? (closes > end ? closes : end) : DateTimeOffset.MaxValue;
        }

        return end - now <= EndsSoon ? end : null;
    }

    private static Task<List<Season>> SeasonsAsync(Guid contentId, CatalogDbContext db, CancellationToken cancel) =>
        db.Set<Season>().AsNoTracking().Where(season => EF.Property<Guid>(season, "ContentId") == contentId)
            .Include(season => season.Episodes).ThenInclude(episode => episode.Video).OrderBy(season => season.Number).ToListAsync(cancel);

    private static List<SeasonItem> Shown(List<Season> seasons, IReadOnlyDictionary<Guid, WatchState> states) => seasons.ConvertAll(season => new SeasonItem(
        season.Number, season.Name, [.. season.Episodes.OrderBy(episode => episode.Number).Select(episode => EpisodeOf(episode, states))]));

    private static EpisodeItem EpisodeOf(Episode episode, IReadOnlyDictionary<Guid, WatchState> states)
    {
        var (video, state) = (episode.Video, states.GetValueOrDefault(episode.Video.VideoId));
        return new EpisodeItem(
            video.VideoId, episode.Number, episode.Name, episode.Description, video.DurationSeconds,
            Cards.ArtworkUrl(video.HasPoster ? video.AssetId : null, "card"), state?.Progress, state?.PositionSeconds, video.IsPlayable);
    }
}
