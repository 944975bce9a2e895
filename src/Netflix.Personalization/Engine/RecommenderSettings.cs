namespace Netflix.Personalization.Engine;

/// <summary>How a model is trained and ranks; stored with it. The defaults are measured in docs/recommendations.md.</summary>
internal sealed record RecommenderSettings
{
    internal static RecommenderSettings Default { get; } = new();

    /// <summary>The same seed and data give the same model, on any number of threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads for training.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
