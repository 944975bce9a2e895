using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Delivery.Prefill;

namespace Netflix.Delivery.Features;

/// <summary>An operator looks at what edges would fetch before viewers ask, has them fetch it, sees how far they are, and what it was good for.</summary>
internal static class PrefillEdges
{
    /// <param name="DryRun">Shows the plan and changes nothing.</param>
    /// <param name="EdgeId">One edge alone; else all that are in service.</param>
    /// <param name="MaxMbps">Of one edge, in place of the configured cap; never above it.</param>
    internal sealed record Request(bool DryRun = false, string? EdgeId = null, int? MaxMbps = null);

    internal sealed record Item(
        Guid AssetId, Guid ContentId, Guid VideoId, string? Title, int? SeasonNumber, int? EpisodeNumber, PrefillShare Share,
        double Score, double Views, double Recency, double Trend, double Upcoming, long Bytes, bool Held);

    internal sealed record EdgePlan(string EdgeId, string Region, string QuietHours, long CapacityBytes, long PlannedBytes, IReadOnlyList<Item> Items);

    /// <param name="RunId">Null for a dry run.</param>
    internal sealed record Plan(Guid? RunId, int MaxMbps, int MinutesPerTitle, IReadOnlyList<EdgePlan> Edges);

    /// <summary>What viewers asked for after the run, and how much of it the edge had: with what was fetched before they asked, and without it.</summary>
    internal sealed record Effect(long Requests, long Saved, double? HitRatio, double? HitRatioWithout);

    internal sealed record EdgeRun(
        string EdgeId, string Region, PrefillState State, long PlannedBytes, long FetchedBytes, long PresentBytes, int Files, int FailedFiles, int Titles,
        DateTimeOffset? EndedAt, Effect Effect);

    internal sealed record Run(Guid RunId, bool ByOperator, DateTimeOffset StartedAt, DateTimeOffset Until, int MaxMbps, IReadOnlyList<EdgeRun> Edges);

    internal sealed record Response(bool Running, bool Automatic, IReadOnlyList<Run> Runs);

    private const int MostRuns = 10;

    internal static void Map(IEndpointRouteBuilder edges)
    {
        edges.MapPost("/prefill", Start).ProducesValidationProblem().ProducesProblem(409);
        edges.MapGet("/prefill", Show);
        edges.MapDelete("/prefill", Stop).ProducesProblem(409);
    }

    internal static async Task<Results<Ok<Plan>, Accepted<Plan>, ValidationProblem, ProblemHttpResult>> Start(
        Request? request, PrefillPlanner planner, PrefillRuns runs, ICatalog catalog, IOptions<PrefillOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var (asked, settings) = (request ?? new(), options.Value);
        if (asked.MaxMbps < 1 || asked.MaxMbps > settings.MaxMbps)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["maxMbps"] = [$"An edge may use 1 to {settings.MaxMbps} Mb/s, as configured."] });
        }

        var plan = await planner.PlanAsync((edgeId, _) => asked.EdgeId is null || asked.EdgeId == edgeId, cancel);
        if (plan.Count == 0)
        {
            return TypedResults.Problem(
                asked.EdgeId is null ? "No edge is in service: there is nothing to fill." : $"No edge '{asked.EdgeId}' is in service.", statusCode: StatusCodes.Status409Conflict);
        }

        var cap = asked.MaxMbps ?? settings.MaxMbps;
        if (asked.DryRun)
        {
            return TypedResults.Ok(await DescribeAsync(null));
        }

        return await runs.StartAsync(plan, cap, clock.GetUtcNow() + settings.LongestRun, byOperator: true, cancel) is { } runId
            ? TypedResults.Accepted((string?)null, await DescribeAsync(runId))
            : TypedResults.Problem("These edges are being filled already: wait until they are done, or stop them.", statusCode: StatusCodes.Status409Conflict);

        async Task<Plan> DescribeAsync(Guid? runId)
        {
            var videos = await catalog.GetVideosAsync([.. plan.SelectMany(edge => edge.Assets).Select(asset => asset.VideoId).Distinct()], Operator, cancel);
            return new(runId, cap, settings.MinutesPerTitle, [.. plan.Select(edge => new EdgePlan(
                edge.EdgeId, edge.Region, settings.HoursOf(edge.Region).ToString(), edge.CapacityBytes, edge.PlannedBytes, [.. edge.Assets.Select(asset => Describe(asset, videos))]))]);
        }
    }

    internal static async Task<Ok<Response>> Show(PrefillRuns runs, IOptions<PrefillOptions> options, CancellationToken cancel)
    {
        var newest = await runs.NewestAsync(MostRuns, cancel);
        return TypedResults.Ok(new Response(newest.Any(run => run.EndedAt is null), options.Value.Automatic, [.. newest.GroupBy(run => run.RunId).Select(run => new Run(
            run.Key, run.First().ByOperator, run.First().StartedAt, run.First().Until, run.First().MaxMbps, [.. run.Select(Describe)]))]));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> Stop(PrefillRuns runs, CancellationToken cancel) =>
        await runs.StopAsync(cancel) > 0 ? TypedResults.NoContent() : TypedResults.Problem("No edge is being filled.", statusCode: StatusCodes.Status409Conflict);

    /// <summary>Operators see every title, wherever and for whomever it is.</summary>
    private static Viewer Operator => new(Guid.Empty, Guid.Empty, "", "en", MaxMaturity: 18, IsKids: false, Contracts.Plan.Premium, SubscriptionStatus.Active, DataSaver: false);

    private static Item Describe(PlannedAsset asset, IReadOnlyDictionary<Guid, CatalogVideo> videos)
    {
        var (video, popularity) = (videos.GetValueOrDefault(asset.VideoId)?.Video, asset.Popularity);
        return new(
            asset.AssetId, asset.ContentId, asset.VideoId, video?.Title, video?.Season, video?.Episode, asset.Share,
            popularity.Score, popularity.Views, popularity.Recency, popularity.Trend, popularity.Upcoming, asset.Bytes, asset.Held);
    }

    private static EdgeRun Describe(PrefillRuns.Run run) => new(
        run.EdgeId, run.Region, run.State, run.PlannedBytes, run.FetchedBytes, run.PresentBytes, run.Files, run.FailedFiles, run.Titles, run.EndedAt,
        new(run.Requests, run.Saved, Ratio(run.Requests, run.OriginFetches), Ratio(run.Requests, run.OriginFetches + run.Saved)));

    /// <summary>Of requests that needed no fetch; segments that were fetched ahead and never asked for could make it less than none.</summary>
    private static double? Ratio(long requests, long fetches) => requests == 0 ? null : Math.Round(Math.Clamp(1 - (double)fetches / requests, 0, 1), 4);
}
