using System.Globalization;

namespace Netflix.Playback.Quality;

/// <summary>What of the figures is alarming.</summary>
internal static class QualityAlerts
{
    /// <param name="Level"><c>warning</c> or <c>critical</c>.</param>
    internal sealed record Alert(string Metric, string Level, double Value, double Threshold, string Message);

    internal static IReadOnlyList<Alert> Of(QualityReport.Figures figures, QualityOptions options)
    {
        if (figures.Sessions < options.MinSessions)
        {
            return [];
        }

        var alerts = new List<Alert>();
        Above("startupMs", figures.StartupP95, options.StartupMs, (value, limit) => $"One start in twenty takes {value / 1000:0.#} s or longer; {limit / 1000:0.#} s is the limit.");
        Above("bufferingRatio", figures.BufferingRatio, options.BufferingRatio, (value, limit) => $"Viewers wait {100 * value:0.#} % of their time; {100 * limit:0.#} % is the limit.");
        Above("errorRate", figures.ErrorRate, options.ErrorRate, (value, limit) => $"{100 * value:0.#} % of sessions had an error; {100 * limit:0.#} % is the limit.");
        Add("score", figures.Score, options.Score, (value, limit) => value < limit, (value, limit) => $"Sessions score {value:0.#} of 100 on average; {limit:0.#} is the least.");
        return alerts;

        void Above(string metric, double? value, QualityOptions.Threshold threshold, Func<double, double, FormattableString> message) =>
            Add(metric, value, threshold, (one, limit) => one > limit, message);

        void Add(string metric, double? value, QualityOptions.Threshold threshold, Func<double, double, bool> alarms, Func<double, double, FormattableString> message)
        {
            if (value is not { } known || !alarms(known, threshold.Warning))
            {
                return;
            }

            var (level, limit) = alarms(known, threshold.Critical) ? ("critical", threshold.Critical) : ("warning", threshold.Warning);
            alerts.Add(new(metric, level, known, limit, message(known, limit).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
