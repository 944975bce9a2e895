using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Playback.Quality;
using Netflix.Playback.Streams;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>Shows operators what viewers felt: how fast films began, and what stalled, failed and switched.</summary>
internal static class ShowQuality
{
    internal sealed record Startup(double? P50, double? P95);

    /// <param name="StartupMs">The median.</param>
    internal sealed record Point(DateTimeOffset At, long Sessions, double? Score, double? BufferingRatio, double? StartupMs);

    internal sealed record Group(string Key, string Name, long Sessions, double? Score, double? BufferingRatio, double? StartupMs, double? ErrorRate);

    /// <param name="ConcurrentStreams">Now, whatever the span; null while nobody knows.</param>
    /// <param name="BufferingRatio">The share of the time that viewers waited, 0 to 1, as <paramref name="ErrorRate"/> is of sessions.</param>
    internal sealed record Response(
        DateTimeOffset From, DateTimeOffset To, long? ConcurrentStreams, long Sessions, Startup StartupMs, double? BufferingRatio, double? SwitchesPerHour,
        double? ErrorRate, double? Score, IReadOnlyList<Point> Series, IReadOnlyList<Group> Groups, IReadOnlyList<QualityAlerts.Alert> Alerts);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/qoe", Handle).ProducesValidationProblem();

    internal static async Task<Results<Ok<Response>, ValidationProblem>> Handle(
        DateTimeOffset? from, DateTimeOffset? to, string? by, QualityReport report, StreamLeases leases, ICatalog catalog,
        IOptions<QualityOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (by is not null && !QualityReport.Ways.Contains(by))
        {
            return Problems.Invalid("by", $"Use one of: {string.Join(", ", QualityReport.Ways)}.");
        }

        if (from < Earliest || from > now || to < Earliest || to > now + Longest)
        {
            return Problems.Invalid(from < Earliest || from > now ? "from" : "to", "Name a time that has been, as 2026-01-31T12:00:00Z.");
        }

        var (first, last) = Span(from?.ToUniversalTime(), to?.ToUniversalTime(), now);
        if (first >= last || last - first > Longest)
        {
            return Problems.Invalid("from", $"'from' is before 'to', by {Longest.TotalDays} days at most.");
        }

        var answer = await report.ReadAsync(first, last, by ?? "title", cancel);
        var names = by is null or "title" ? await TitlesAsync(answer.Groups, catalog, cancel) : [];
        var all = answer.All;
        return TypedResults.Ok(new Response(
            first, last, await leases.CountAsync(), all.Sessions, new(all.StartupP50, all.StartupP95), all.BufferingRatio, all.SwitchesPerHour, all.ErrorRate, all.Score,
            [.. answer.Series.Select(point => new Point(point.At, point.Figures.Sessions, point.Figures.Score, point.Figures.BufferingRatio, point.Figures.StartupP50))],
            [.. answer.Groups.Select(group => new Group(
                group.Key, names.GetValueOrDefault(group.VideoId) ?? (by == "rung" && group.Key != "unknown" ? group.Key + "p" : group.Key),
                group.Figures.Sessions, group.Figures.Score, group.Figures.BufferingRatio, group.Figures.StartupP50, group.Figures.ErrorRate))],
            QualityAlerts.Of(all, options.Value)));
    }

    /// <summary>The last hour, or an hour beside the one end that is named.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Span(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now)
    {
        var start = from ?? (to ?? now) - TimeSpan.FromHours(1);
        return (start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMillisecond)), to ?? now); // PostgreSQL's times are coarser than ours
    }

    private static async Task<Dictionary<Guid, string>> TitlesAsync(IReadOnlyList<QualityReport.Group> groups, ICatalog catalog, CancellationToken cancel)
    {
        // An operator sees every title, wherever and for whomever it is.
        var anybody = new Viewer(Guid.Empty, Guid.Empty, "", "en", MaxMaturity: 18, IsKids: false, Plan.Premium, SubscriptionStatus.Active, DataSaver: false);
        return (await catalog.GetVideosAsync([.. groups.Select(group => group.VideoId)], anybody, cancel)).ToDictionary(video => video.Key, video => video.Value.Video.Title);
    }
}
