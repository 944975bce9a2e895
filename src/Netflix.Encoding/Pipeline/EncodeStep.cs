namespace Netflix.Encoding.Pipeline;

/// <summary>What a step works with.</summary>
/// <param name="Folder">Its own, removed when the step is over.</param>
/// <param name="Report">Takes progress, 0 to 1.</param>
internal sealed record StepContext(Lease Lease, WorkFolder Folder, Action<double> Report)
{
    public EncodeJob Job => Lease.Job;

    public EncodeTask Task => Lease.Task;

    public string Output => Task.Folder;

    /// <summary>What the task tells those after it and the studio: kept as JSON with the completed task.</summary>
    public object? Outcome { get; set; }
}

/// <summary>The work of one kind of task; its results are in the object store when it returns.</summary>
internal interface IEncodeStep
{
    TaskKind Kind { get; }

    Task<JobChange> RunAsync(StepContext context, CancellationToken cancel);
}
