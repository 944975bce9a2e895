using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Playback.Quality;
using Netflix.Playback.Streams;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>Shows the studio what is watched, where, on what and how far: of all titles, and of one.</summary>
internal static class ShowAnalytics
{
    /// <param name="Day">UTC.</param>
    internal sealed record Point(string Day, long Starts, long Viewers, double WatchHours);

    internal sealed record Group(string Key, string Name, long Starts, long Viewers, double WatchHours);

    internal sealed record Video(Guid VideoId, string Name, int? SeasonNumber, int? EpisodeNumber, long Starts, long Viewers, double WatchHours);

    internal sealed record Title(Guid ContentId, string Name, long Starts, long Viewers, double WatchHours);

    /// <param name="ConcurrentStreams">Now, whatever the span; null while nobody knows.</param>
    /// <param name="CompletionRate">Of the viewers that began a video, the share that came to 90 % of it; null before the first.</param>
    internal sealed record Overview(
        DateTimeOffset From, DateTimeOffset To, long? ConcurrentStreams, long Starts, long Viewers, double WatchHours, double? CompletionRate,
        IReadOnlyList<Point> Series, IReadOnlyList<Group> Regions, IReadOnlyList<Group> Devices, IReadOnlyList<Title> Titles);

    /// <param name="LeftAt">Where those are who have not completed it, by tenths of the video.</param>
    internal sealed record Content(
        Guid ContentId, string Title, DateTimeOffset From, DateTimeOffset To, long Starts, long Viewers, double WatchHours, double? CompletionRate, IReadOnlyList<long> LeftAt,
        IReadOnlyList<Point> Series, IReadOnlyList<Group> Regions, IReadOnlyList<Group> Devices, IReadOnlyList<Video> Videos);

    private const int MostRows = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(93);
    private static readonly TimeSpan Usual = TimeSpan.FromDays(28);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Whoever makes or runs titles sees every one, wherever and for whomever it is.
    private static readonly Viewer Anybody = new(Guid.Empty, Guid.Empty, "", "en", MaxMaturity: 18, IsKids: false, Plan.Premium, SubscriptionStatus.Active, DataSaver: false);

    internal static void Map(IEndpointRouteBuilder analytics)
    {
        analytics.MapGet("/overview", OfAll).ProducesValidationProblem();
        analytics.MapGet("/content/{contentId:guid}", OfOne).ProducesValidationProblem().ProducesProblem(404);
    }

    internal static async Task<Results<Ok<Overview>, ValidationProblem>> OfAll(
        DateTimeOffset? from, DateTimeOffset? to, WatchReport report, StreamLeases leases, ICatalog catalog, TimeProvider clock, CancellationToken cancel)
    {
        if (!TrySpan(from, to, clock.GetUtcNow(), out var span))
        {
            return NoSpan();
        }

        var answer = await report.ReadAsync(null, span.From, span.To, cancel);
        var top = answer.Titles.Take(MostRows).ToList();
        var videos = await catalog.GetVideosAsync([.. top.Select(row => row.VideoId)], Anybody, cancel);
        return TypedResults.Ok(new Overview(
            span.From, span.To, await leases.CountAsync(), answer.All.Starts, answer.All.Viewers, answer.All.WatchHours, Completion(answer),
            Points(answer, span), Groups(answer.Regions), Groups(answer.Devices),
            [.. top.Select(row => new Title(
                Guid.Parse(row.Key), videos.GetValueOrDefault(row.VideoId)?.Video.Title ?? row.Key, row.Figures.Starts, row.Figures.Viewers, row.Figures.WatchHours))]));
    }

    internal static async Task<Results<Ok<Content>, ValidationProblem, ProblemHttpResult>> OfOne(
        Guid contentId, DateTimeOffset? from, DateTimeOffset? to, WatchReport report, ICatalog catalog, TimeProvider clock, CancellationToken cancel)
    {
        if (await catalog.FindTypeAsync(contentId, cancel) is null)
        {
            return TypedResults.Problem("There is no such title.", statusCode: StatusCodes.Status404NotFound);
        }

        if (!TrySpan(from, to, clock.GetUtcNow(), out var span))
        {
            return NoSpan();
        }

        var answer = await report.ReadAsync(contentId, span.From, span.To, cancel);
        var videos = await catalog.GetVideosAsync([.. answer.Titles.Select(row => row.VideoId)], Anybody, cancel);
        return TypedResults.Ok(new Content(
            contentId, videos.Values.FirstOrDefault()?.Video.Title ?? "", span.From, span.To, answer.All.Starts, answer.All.Viewers, answer.All.WatchHours, Completion(answer), answer.LeftAt,
            Points(answer, span), Groups(answer.Regions), Groups(answer.Devices),
            [.. answer.Titles.Take(MostRows).Select(row => Describe(row, videos.GetValueOrDefault(row.VideoId)?.Video))]));
    }

    private static Video Describe(WatchReport.Row row, VideoRef? video) => new(
        row.VideoId, video?.EpisodeTitle ?? video?.Title ?? row.Key, video?.Season, video?.Episode, row.Figures.Starts, row.Figures.Viewers, row.Figures.WatchHours);

    private static double? Completion(WatchReport.Answer answer) => answer.Begun == 0 ? null : Math.Round((double)answer.Completed / answer.Begun, 4);

    /// <summary>Every day of the span, also those on which nobody watched.</summary>
    private static List<Point> Points(WatchReport.Answer answer, (DateTimeOffset From, DateTimeOffset To) span)
    {
        var known = answer.Days.ToDictionary(row => row.Key, row => row.Figures);
        var points = new List<Point>();
        for (var day = DateOnly.FromDateTime(span.From.UtcDateTime); day <= DateOnly.FromDateTime(span.To.AddTicks(-1).UtcDateTime); day = day.AddDays(1))
        {
            var key = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var figures = known.GetValueOrDefault(key) ?? new(0, 0, 0);
            points.Add(new(key, figures.Starts, figures.Viewers, figures.WatchHours));
        }

        return points;
    }

    private static IReadOnlyList<Group> Groups(IReadOnlyList<WatchReport.Row> rows) =>
        [.. rows.Take(MostRows).Select(row => new Group(row.Key, row.Key, row.Figures.Starts, row.Figures.Viewers, row.Figures.WatchHours))];

    /// <summary>The last four weeks, or as many beside the one end that is named.</summary>
    private static bool TrySpan(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now, out (DateTimeOffset From, DateTimeOffset To) span)
    {
        var end = to?.ToUniversalTime() ?? now.AddMilliseconds(1);
        span = (from?.ToUniversalTime() ?? (end > Earliest + Usual ? end - Usual : Earliest), end);
        return span.From >= Earliest && span.From < span.To && span.To <= now + Longest && span.To - span.From <= Longest;
    }

    private static ValidationProblem NoSpan() => Problems.Invalid("from", $"'from' is before 'to', by {Longest.TotalDays} days at most, as 2026-01-31T12:00:00Z.");
}
