using Netflix.Contracts;

namespace Netflix.Personalization.Experiments.Features;

/// <summary>An experiment as operators see it; the first variant is the control.</summary>
internal sealed record ExperimentResponse(
    Guid ExperimentId, string Name, string Hypothesis, string Layer, IReadOnlyList<Variant> Variants, IReadOnlyList<string> Countries,
    IReadOnlyList<Plan> Plans, double Traffic, Metric PrimaryMetric, double MinimalEffect, int PlannedAccounts, int WindowDays, ExperimentState State,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset? StartedAt, DateTimeOffset? StoppedAt)
{
    internal static ExperimentResponse Of(Experiment experiment)
    {
        var definition = experiment.Definition;
        return new(
            experiment.ExperimentId, definition.Name, definition.Hypothesis, definition.Layer, definition.Variants, definition.Countries, definition.Plans,
            definition.Traffic, definition.PrimaryMetric, definition.MinimalEffect, definition.PlannedAccounts, definition.WindowDays, experiment.State,
            experiment.CreatedAt, experiment.ChangedAt, experiment.StartedAt, experiment.StoppedAt);
    }
}
