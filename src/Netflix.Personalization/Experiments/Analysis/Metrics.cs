namespace Netflix.Personalization.Experiments.Analysis;

/// <summary>What is measured of an account: a value, or the two parts of a ratio.</summary>
/// <param name="Unit">Of the mean: <c>minutes</c>, <c>titles</c>, or <c>share</c> (0 to 1).</param>
/// <param name="Of">Null for a metric that is no ratio.</param>
/// <param name="Before">What the four weeks before tell of it, where that is not the same figure.</param>
internal sealed record MetricRule(string Unit, Func<Activity, double> Value, Func<Activity, double>? Of = null, Func<Activity, double>? Before = null);

internal static class Metrics
{
    private static readonly Dictionary<Metric, MetricRule> Rules = new()
    {
        [Metric.WatchTime] = new("minutes", activity => activity.WatchedSeconds / 60),
        [Metric.Completion] = new("share", activity => activity.Completions, activity => activity.Starts),
        [Metric.Discovery] = new("titles", activity => activity.NewTitles),
        // Came back, yes or no; of the weeks before, the number of days tells more of an account than that it came at all.
        [Metric.Retention] = new("share", activity => activity.LaterDays > 0 ? 1 : 0, Before: activity => activity.LaterDays),
        [Metric.ClickThrough] = new("share", activity => activity.Clicks, activity => activity.Impressions),
    };

    internal static MetricRule RuleOf(Metric metric) => Rules[metric];
}
