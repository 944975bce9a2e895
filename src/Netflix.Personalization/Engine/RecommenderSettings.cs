namespace Netflix.Personalization.Engine;

/// <summary>How a model is trained and ranks; stored with it. The defaults are measured in docs/recommendations.md.</summary>
internal sealed record RecommenderSettings
{
    internal static RecommenderSettings Default { get; } = new();

    /// <summary>The same seed and data give the same model, on any number of threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads for training.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    public IalsSettings Ials { get; init; } = new();

    public EaseSettings Ease { get; init; } = new();
}

/// <param name="Unobserved">Weight of a pair nobody has seen.</param>
/// <param name="FrequencyScaling">How far the regularisation grows with what is known of a row: 0 not, 1 in proportion.</param>
/// <param name="Steps">Conjugate gradient steps a row and epoch; 3 are as good as the exact solution.</param>
internal sealed record IalsSettings(
    int Dimension = 192, float Unobserved = 0.3f, float Regularisation = 0.01f, float FrequencyScaling = 1, float StartDeviation = 0.1f, int Epochs = 12, int Steps = 3);

/// <param name="Ridge">Added to the diagonal of X'X.</param>
/// <param name="DiagonalShare">And this share of the diagonal itself.</param>
/// <param name="Kept">Terms kept a title for serving.</param>
/// <param name="Titles">The most watched that take part; memory and time grow with the square and the cube.</param>
/// <param name="LeastWatched">Titles with fewer profiles take no part.</param>
internal sealed record EaseSettings(float Ridge = 500, float DiagonalShare = 0.33f, int Kept = 1000, int Titles = 8000, int LeastWatched = 1);
