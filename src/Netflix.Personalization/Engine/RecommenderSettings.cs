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

    public TrendSettings Trend { get; init; } = new();

    public ContentSettings Content { get; init; } = new();

    public TwoTowerSettings Towers { get; init; } = new();

    public RankSettings Rank { get; init; } = new();

    /// <summary>Learn the weights of <see cref="RankSettings.Weights"/> on each profile's last fifth before training on all; costs a second training.</summary>
    public bool LearnWeights { get; init; } = true;
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
internal sealed record EaseSettings(float Ridge = 500, float DiagonalShare = 0.33f, int Kept = 300, int Titles = 8000, int LeastWatched = 1);

/// <param name="HalfLifeDays">After so many days a watch weighs half.</param>
/// <param name="Events">The newest watches kept.</param>
internal sealed record TrendSettings(float HalfLifeDays = 90, int Events = 1_000_000);

/// <param name="Anchors">Titles that the map from content to factors is learned from; memory and time as with EASE.</param>
/// <param name="Ridge">Added to the kernel's diagonal.</param>
/// <param name="RareRidge">And this divided by how many watched the title.</param>
internal sealed record ContentSettings(int Anchors = 4000, float Ridge = 1, float RareRidge = 4);

/// <summary>How much each term counts in a score. None is below zero, so that a reason never points at what counted against.</summary>
/// <param name="Ease">What each title of the history says, all alike.</param>
/// <param name="Recent">The same, the newest most: <c>exp(-age / RankSettings.RecentTitles)</c>.</param>
/// <param name="Ials">Product of the profile's and the title's factors.</param>
/// <param name="Popularity">log(1 + watched) over its largest.</param>
/// <param name="Prior">The same, times <c>1 / (1 + n/2)</c> after n titles: what a new profile starts from.</param>
/// <param name="Trend">log(1 + decayed watches) in the region.</param>
/// <param name="TrendPrior">The trend times <c>1 / (1 + n/2)</c>.</param>
/// <param name="Towers">Cosine of the two towers.</param>
/// <param name="Taste">Running average of genres, people and years against the title's.</param>
/// <param name="Hour">The same average, of what was watched about this time of the day.</param>
internal sealed record RankWeights(
    float Ease = 0.1f, float Recent = 2.5f, float Ials = 0.33f, float Popularity = 0, float Prior = 0.5f, float Trend = 0.27f, float Taste = 0.23f, float TrendPrior = 1.35f,
    float Towers = 0.41f, float Hour = 0)
{
    internal const int Count = 10;

    internal static RankWeights None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    internal float[] ToArray() => [Ease, Recent, Ials, Popularity, Prior, Trend, Taste, TrendPrior, Towers, Hour];

    internal static RankWeights From(ReadOnlySpan<float> w) => new(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9]);
}

/// <param name="HistoryTitles">The newest titles of a profile that are scored from; EASE's cost grows with them.</param>
/// <param name="RecentTitles">After so many titles one weighs 1/e in the recent part.</param>
/// <param name="TasteTitles">The same for the running taste.</param>
/// <param name="HourSpread">Hours between two watches, around the clock, at which one tells e^-1/2 of what it would at the same hour.</param>
/// <param name="Pool">The best that diversity chooses from.</param>
/// <param name="Likeness">How much likeness to what is in the list already costs, of a score between 0 and 1.</param>
/// <param name="Calibration">How much it gains to be of a genre that the list still has too little of for this profile.</param>
internal sealed record RankSettings(
    RankWeights? Weights = null, int HistoryTitles = 300, float RecentTitles = 10, float TasteTitles = 10, float HourSpread = 2, int Pool = 200, float Likeness = 0.1f, float Calibration = 0.1f);

/// <param name="Steps">Events an epoch learns from, drawn anew in each.</param>
/// <param name="Negatives">Titles an event is told from.</param>
/// <param name="Titles">The newest of a history that make a profile.</param>
internal sealed record TwoTowerSettings(
    int Dimension = 64, int Epochs = 5, int Steps = 200_000, int Batch = 512, int Negatives = 256, int Titles = 30, float Rate = 0.005f, float Decay = 1e-5f,
    float Temperature = 0.1f);
