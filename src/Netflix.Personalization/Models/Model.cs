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

/// <summary>One training: what it learned from, how it did, and where it stands. Its numbers are in the store, under <see cref="Key"/>.</summary>
internal sealed class Model
{
    public Guid ModelId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public ModelState State { get; set; }

    /// <summary>Why it is in this state, in a sentence.</summary>
    public string Reason { get; set; } = "";
    public DateTimeOffset? DataFrom { get; set; }
    public DateTimeOffset? DataTo { get; set; }
    public int Interactions { get; set; }
    public int Profiles { get; set; }
    public int Titles { get; set; }
    public double TrainSeconds { get; set; }

    /// <summary>What a web process pays for having it loaded.</summary>
    public long Bytes { get; set; }

    /// <summary>JSON: <see cref="HeldOutMetrics"/>.</summary>
    public string Metrics { get; set; } = "null";

    /// <summary>JSON: the engine's settings.</summary>
    public string Settings { get; set; } = "{}";

    internal static string KeyOf(Guid modelId) => $"models/{modelId:N}";
}
