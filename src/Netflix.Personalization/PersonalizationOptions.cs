namespace Netflix.Personalization;

/// <summary>Options <c>Netflix:Personalization</c>.</summary>
internal sealed record PersonalizationOptions
{
    /// <summary>Off: pages show what is popular, nothing is trained.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How often a model is trained when there is something new to learn; the first at once.</summary>
    public TimeSpan TrainEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Threads for training, beside the requests; 0: half of the processors.</summary>
    public int TrainThreads { get; init; }

    /// <summary>Days that what was shown and clicked is kept.</summary>
    public int InteractionDays { get; init; } = 90;
}
