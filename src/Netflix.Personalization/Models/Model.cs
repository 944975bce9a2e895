using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Models;

internal enum ModelState
{
    /// <summary>Being trained, or was when its process died.</summary>
    Training,

    /// <summary>The one that makes the lists.</summary>
    Serving,

    /// <summary>Served once, or could.</summary>
    Kept,

    /// <summary>Worse than the one that serves, so it never did.</summary>
    Rejected,

    Failed,
}

/// <summary>One training: what it learned from, how it did, and where it stands. Its numbers are in the store, under <see cref="KeyOf"/>.</summary>
internal sealed class Model
{
    private Model() { }

    public Guid ModelId { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }
    public ModelState State { get; private set; }

    /// <summary>Why it is in this state, in a sentence.</summary>
    public string Reason { get; private set; } = "";
    public DateTimeOffset? DataFrom { get; private set; }
    public DateTimeOffset? DataTo { get; private set; }
    public int Interactions { get; private set; }
    public int Profiles { get; private set; }
    public int Titles { get; private set; }
    public double TrainSeconds { get; private set; }

    /// <summary>What a web process pays for having it loaded.</summary>
    public long Bytes { get; private set; }

    /// <summary>JSON: <see cref="HeldOutMetrics"/>.</summary>
    public string Metrics { get; private set; } = "null";

    /// <summary>JSON: the engine's settings.</summary>
    public string Settings { get; private set; } = "{}";

    /// <summary>What came of the training, before it is decided whether it serves.</summary>
    internal void Learned(TrainingData data, DateTimeOffset? from, DateTimeOffset? to, TimeSpan took, long bytes, string metrics, string settings)
    {
        (Interactions, Profiles, Titles) = (data.Interactions.Length, data.Profiles.Length, data.Titles.Length);
        (DataFrom, DataTo, TrainSeconds, Bytes) = (from, to, took.TotalSeconds, bytes);
        (Metrics, Settings) = (metrics, settings);
    }

    internal void Reject(string reason) => (State, Reason) = (ModelState.Rejected, reason);

    internal static string KeyOf(Guid modelId) => $"models/{modelId:N}";
}
