using System.Text.Json;
using Netflix.Contracts;
using Netflix.Personalization.Experiments.Assignment;

namespace Netflix.Personalization.Experiments;

internal enum ExperimentState { Draft, Running, Stopped, Archived }

/// <summary>What an experiment can be about; see <see cref="Analysis.Metrics"/>.</summary>
internal enum Metric { WatchTime, Completion, Discovery, Retention, ClickThrough }

/// <summary>One way the home page may be. The first variant of an experiment is its control.</summary>
internal sealed record Variant(string Name, int Weight, IReadOnlyDictionary<string, JsonElement> Parameters);

/// <summary>What an experiment is, as its author says; fixed from its start, but for the traffic, which may grow.</summary>
/// <param name="Countries">Only of these; of all when empty.</param>
/// <param name="Plans">Only of these; of all when empty.</param>
/// <param name="Traffic">The share of all accounts, 0 to 1.</param>
/// <param name="MinimalEffect">The smallest change of the primary metric that is worth to be known, as a share of control's mean.</param>
/// <param name="PlannedAccounts">Accounts a variant at which the test of fixed size is read.</param>
/// <param name="WindowDays">Days from its exposure on that count of an account.</param>
internal sealed record Definition(
    string Name, string Hypothesis, string Layer, IReadOnlyList<Variant> Variants, IReadOnlyList<string> Countries, IReadOnlyList<Plan> Plans,
    double Traffic, Metric PrimaryMetric, double MinimalEffect, int PlannedAccounts, int WindowDays);

/// <summary>An experiment from draft to archive.</summary>
internal sealed class Experiment
{
    private Experiment() { }

    /// <summary>Also the salt by which accounts get their variants.</summary>
    public Guid ExperimentId { get; private init; }
    public Definition Definition { get; private set; } = null!;
    public ExperimentState State { get; private set; }

    /// <summary>Its stretches of the layer's buckets while it runs: from, to, from, to.</summary>
    public int[] Buckets { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset ChangedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? StoppedAt { get; private set; }

    internal IReadOnlyList<Buckets> Stretches =>
        [.. Buckets.Chunk(2).Select(pair => new Buckets(pair[0], pair[1]))];

    internal int BucketsWanted => CountOf(Definition.Traffic);

    internal static int CountOf(double traffic) => Math.Max(1, (int)Math.Round(traffic * Layer.All));

    /// <summary>To the microsecond, as PostgreSQL keeps it: an answer says what a later one will.</summary>
    internal static DateTimeOffset Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public static Experiment Draft(Definition definition, DateTimeOffset now) =>
        new() { ExperimentId = Guid.CreateVersion7(now), Definition = definition, CreatedAt = now, ChangedAt = now };

    public void Edit(Definition definition, DateTimeOffset now) => (Definition, ChangedAt) = (definition, now);

    public void Start(IReadOnlyList<Buckets> buckets, DateTimeOffset now)
    {
        (State, StartedAt, ChangedAt) = (ExperimentState.Running, now, now);
        Take(buckets);
    }

    /// <summary>More accounts come in; who is in stays where it is.</summary>
    public void Grow(double traffic, IReadOnlyList<Buckets> more, DateTimeOffset now)
    {
        (Definition, ChangedAt) = (Definition with { Traffic = traffic }, now);
        Take([.. Stretches, .. more]);
    }

    /// <summary>Its buckets are free for the next one.</summary>
    public void Stop(DateTimeOffset now) => (State, StoppedAt, ChangedAt, Buckets) = (ExperimentState.Stopped, now, now, []);

    public void Archive(DateTimeOffset now) => (State, ChangedAt) = (ExperimentState.Archived, now);

    private void Take(IReadOnlyList<Buckets> buckets) => Buckets = [.. buckets.SelectMany(stretch => new[] { stretch.From, stretch.To })];
}
