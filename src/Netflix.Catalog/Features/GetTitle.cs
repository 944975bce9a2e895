using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Catalog.Features;

/// <summary>One title as the viewer sees it, with how far the profile came in it.</summary>
internal static class GetTitle
{
    internal static readonly TimeSpan EndsSoon = TimeSpan.FromDays(30);

    internal sealed record Response(
        Guid ContentId, string Title, string Description, TitleType Type, TitleState State, int? Year, string? Rating, int Maturity,
        IReadOnlyList<string> Genres, IReadOnlyList<string> Cast, IReadOnlyList<string> Directors, IReadOnlyList<Person> People, string? Language,
        Artwork Artwork, string? ThumbnailUrl, string? PreviewUrl, TrailerItem? Trailer, string? TrailerUrl, IReadOnlyList<string> AudioLanguages, IReadOnlyList<string> SubtitleLanguages,
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

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid contentId, HttpContext http, NpgsqlDataSource source, CatalogCache cache, CatalogDbContext db, IWatchStates watched, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (await FindAsync(contentId, viewer, source, cache, db, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        List<VideoFacts> videos = title.Video is { } film ? [film] : [.. title.Seasons.SelectMany(season => season.Episodes).Select(episode => FactsOf(episode.Video))];
        var states = await watched.GetAsync(viewer.ProfileId, videos.ConvertAll(video => video.VideoId), cancel);
        var mine = await ReadOwnAsync(contentId, viewer, source, cancel);
        var own = title.Video is { } watching ? states.GetValueOrDefault(watching.VideoId) : null;
        var trailer = title.Trailer is { IsPlayable: true } ready ? ready : null;
        return TypedResults.Ok(new Response(
            contentId, title.Name, title.Description, title.Type, title.State, title.Year, title.Rating, title.Maturity, title.Genres,
            NamesOf(CreditRole.Actor), NamesOf(CreditRole.Director), title.People, title.Language,
            new Artwork(Cards.ArtworkUrl(title.ArtworkAssetId, "poster", title.ArtworkNumber), Cards.ArtworkUrl(title.ArtworkAssetId, "card", title.ArtworkNumber)),
            Cards.ArtworkUrl(title.ArtworkAssetId, "card", title.ArtworkNumber), Cards.PreviewUrl(title.PreviewAssetId),
            trailer is null ? null : new TrailerItem(trailer.VideoId, trailer.DurationSeconds), trailer is null ? null : $"/watch/{contentId}/{trailer.VideoId}",
            [.. videos.SelectMany(one => one.AudioLanguages).Distinct()], [.. videos.SelectMany(one => one.SubtitleLanguages).Distinct()],
            mine.Average, mine.Ratings, mine.Stars, mine.Listed, title.AvailableUntil,
            title.State == TitleState.Published && title.Video is { IsPlayable: true } playable ? playable.VideoId : null,
            title.Video?.DurationSeconds, own?.Progress, own?.PositionSeconds, title.Type == TitleType.Series ? Shown(title.Seasons, states) : null));

        List<string> NamesOf(CreditRole role) => [.. title.People.Where(person => person.Role == role).Select(person => person.Name)];
    }

    internal static async Task<Results<Ok<EpisodesResponse>, ProblemHttpResult>> Episodes(
        Guid contentId, HttpContext http, NpgsqlDataSource source, CatalogCache cache, CatalogDbContext db, IWatchStates watched, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (await FindAsync(contentId, viewer, source, cache, db, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        var states = await watched.GetAsync(viewer.ProfileId, [.. title.Seasons.SelectMany(season => season.Episodes).Select(episode => episode.Video.VideoId)], cancel);
        return TypedResults.Ok(new EpisodesResponse(Shown(title.Seasons, states)));
    }

    private sealed record Question(Guid ContentId);

    private sealed record Answer(TitleFacts? Title);

    private static async Task<TitleFacts?> FindAsync(
        Guid contentId, Viewer viewer, NpgsqlDataSource source, CatalogCache cache, CatalogDbContext db, CancellationToken cancel) =>
        (await cache.GetAsync(
            new Question(contentId), viewer,
            async (now, cancelled) => new Answer(await TitleFacts.ReadAsync(contentId, new TitleConditions(viewer, now, new TitleFilter()), viewer, now, source, db, cancelled)),
            cancel)).Title;

    /// <summary>What is the profile's own, and what others' ratings come to now.</summary>
    private static async Task<(double? Average, int Ratings, int? Stars, bool Listed)> ReadOwnAsync(Guid contentId, Viewer viewer, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select a.rating_count, a.rating_sum,
                (select r.stars from catalog.ratings r where r.profile_id = $2 and r.content_id = $1),
                exists (select from catalog.my_list m where m.profile_id = $2 and m.content_id = $1)
            from (select $1::uuid as content_id) t left join catalog.activity a using (content_id)
            """);
        command.Parameters.Add(new() { Value = contentId });
        command.Parameters.Add(new() { Value = viewer.ProfileId });
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var count = row.IsDBNull(0) ? 0 : row.GetInt32(0);
        return (count > 0 ? Math.Round((double)row.GetInt64(1) / count, 2) : null, count, row.IsDBNull(2) ? null : row.GetInt32(2), row.GetBoolean(3));
    }

    private static VideoFacts FactsOf(Video video) => new(video.VideoId, video.IsPlayable, video.DurationSeconds, video.AudioLanguages, video.SubtitleLanguages);

    private static List<SeasonItem> Shown(IReadOnlyList<Season> seasons, IReadOnlyDictionary<Guid, WatchState> states) => [.. seasons.Select(season => new SeasonItem(
        season.Number, season.Name, [.. season.Episodes.OrderBy(episode => episode.Number).Select(episode => EpisodeOf(episode, states))]))];

    private static EpisodeItem EpisodeOf(Episode episode, IReadOnlyDictionary<Guid, WatchState> states)
    {
        var (video, state) = (episode.Video, states.GetValueOrDefault(episode.Video.VideoId));
        return new EpisodeItem(
            video.VideoId, episode.Number, episode.Name, episode.Description, video.DurationSeconds,
            Cards.ArtworkUrl(video.HasPoster ? video.AssetId : null, "card"), state?.Progress, state?.PositionSeconds, video.IsPlayable);
    }
}
