using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Personalization.Experiments.Analysis;
using Netflix.Personalization.Experiments.Statistics;

namespace Netflix.Personalization.Experiments.Features;

/// <summary>Shows what an experiment has found: each variant against control by each metric, and whether the figures can be trusted.</summary>
internal static class ShowResults
{
    internal enum Verdict { Undecided, Better, Worse }

    /// <param name="Exposed">All that met the variant.</param>
    /// <param name="Measured">Those of them whose window is over.</param>
    /// <param name="Share">Of all exposed accounts, beside the one that was wanted.</param>
    internal sealed record Arm(string Name, int Weight, long Exposed, long Measured, double Share, double WantedShare);

    /// <param name="Alarm">Too far from the weights to be chance (p below 0.001): no figure here can be trusted.</param>
    internal sealed record Ratio(double PValue, bool Alarm, string Message);

    internal sealed record Mean(string Variant, double? Value, double? StandardDeviation);

    /// <summary>The difference from control in the metric's unit.</summary>
    internal sealed record Interval(double Effect, double Low, double High, double PValue);

    /// <param name="Fixed">To be read once, when the planned accounts are reached.</param>
    /// <param name="Sequential">True at every look.</param>
    /// <param name="Verdict">By the sequential limits, after CUPED where there is a covariate; undecided under the alarm.</param>
    internal sealed record Difference(string Variant, Verdict Verdict, Interval? Fixed, Interval? Sequential, Interval? CupedFixed, Interval? CupedSequential);

    /// <param name="VarianceReduction">The share of variance that CUPED took away; null without a covariate.</param>
    internal sealed record MetricResult(
        Metric Metric, bool Primary, string Unit, IReadOnlyList<Mean> Means, double? VarianceReduction, IReadOnlyList<Difference> Differences);

    /// <param name="Confidence">Of the limits, for all variants of a metric together.</param>
    /// <param name="Waiting">Exposed accounts whose window is not over yet; of a stopped experiment, those that had none.</param>
    internal sealed record Response(
        Guid ExperimentId, ExperimentState State, DateTimeOffset? StartedAt, DateTimeOffset? StoppedAt, int WindowDays, int PlannedAccounts, bool PlanReached,
        long Waiting, double Confidence, IReadOnlyList<Arm> Variants, Ratio SampleRatio, IReadOnlyList<MetricResult> Metrics);

    internal static void Map(IEndpointRouteBuilder experiments) =>
        experiments.MapGet("/{experimentId:guid}/results", Handle).ProducesProblem(404).WithSummary("What an experiment has found so far.");

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid experimentId, PersonalizationDbContext db, ExperimentData data, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Experiments.AsNoTracking().FirstOrDefaultAsync(one => one.ExperimentId == experimentId, cancel) is not { } experiment)
        {
            return EditExperiments.NoSuchExperiment();
        }

        var (definition, until) = (experiment.Definition, DateOnly.FromDateTime((experiment.StoppedAt ?? clock.GetUtcNow()).UtcDateTime));
        var names = definition.Variants.Select(variant => variant.Name).ToArray();
        var (exposed, measured) = await data.ReadAsync(experimentId, names, definition.WindowDays, until, cancel);
        var weights = definition.Variants.Select(variant => variant.Weight).ToArray();
        var arms = names.Select((name, i) => new Arm(
            name, weights[i], exposed[i], measured.LongCount(account => account.Variant == i),
            exposed.Sum() == 0 ? 0 : (double)exposed[i] / exposed.Sum(), (double)weights[i] / weights.Sum())).ToList();
        var ratio = SampleRatio.Check(exposed, weights);
        var metrics = Enum.GetValues<Metric>().Select(metric => Describe(
            MetricAnalysis.Compare(metric, measured, names.Length, definition.PlannedAccounts), names, metric == definition.PrimaryMetric, trusted: !ratio.Alarm));
        return TypedResults.Ok(new Response(
            experimentId, experiment.State, experiment.StartedAt, experiment.StoppedAt, definition.WindowDays, definition.PlannedAccounts,
            arms.TrueForAll(arm => arm.Measured >= definition.PlannedAccounts), exposed.Sum() - measured.Count, 1 - MetricAnalysis.Alpha,
            arms, Describe(ratio), [.. metrics.OrderByDescending(metric => metric.Primary)]));
    }

    private static Ratio Describe(SampleRatio.Outcome outcome) => new(outcome.PValue, outcome.Alarm, outcome.Alarm
        ? "The variants do not hold as many accounts as their weights say: something loses or doubles accounts. Trust no figure until it is found."
        : "The variants hold as many accounts as their weights say.");

    private static MetricResult Describe(MetricOutcome outcome, string[] names, bool primary, bool trusted) => new(
        outcome.Metric, primary, Analysis.Metrics.RuleOf(outcome.Metric).Unit,
        [.. outcome.Variants.Select((sample, i) => new Mean(names[i], sample?.Mean, sample is { } one ? Math.Sqrt(one.Variance) : null))],
        outcome.VarianceReduction,
        [.. outcome.Comparisons.Select(one => new Difference(
            names[one.Variant], trusted ? VerdictOf(one.CupedSequential ?? one.Sequential) : Verdict.Undecided,
            IntervalOf(one.Fixed), IntervalOf(one.Sequential), IntervalOf(one.CupedFixed), IntervalOf(one.CupedSequential)))]);

    private static Interval? IntervalOf(Estimate? estimate) => estimate is null ? null : new(estimate.Effect, estimate.Low, estimate.High, estimate.PValue);

    private static Verdict VerdictOf(Estimate? estimate) =>
        estimate is not { IsSignificant: true } ? Verdict.Undecided : estimate.Low > 0 ? Verdict.Better : Verdict.Worse;
}
