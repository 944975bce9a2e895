namespace Netflix.Encoding;

/// <summary>In the order of the work; a task waits for all tasks of earlier stages.</summary>
internal enum TaskKind { Inspect, Encode, Audio, Package }

/// <summary>
/// A unit of work, leased by an encoder. <see cref="DueAt"/> in the future is a lease, or a pause after a failure; when it
/// has passed, anyone may take the task. <see cref="Attempt"/> grows with each lease and fences off former holders.
/// </summary>
internal sealed class EncodeTask
{
    private EncodeTask() { }

    public Guid TaskId { get; private init; }
    public Guid JobId { get; private init; }
    public TaskKind Kind { get; private init; }
    public int Stage { get; private init; }

    /// <summary>Of the chunk; else 0.</summary>
    public int Number { get; private init; }

    /// <summary>Its part of the job's 100 percent.</summary>
    public double Weight { get; private init; }

    /// <summary>0 to 1.</summary>
    public double Progress { get; private init; }
    public int Attempt { get; private init; }
    public int Failures { get; private init; }
    public string? Worker { get; private init; }
    public DateTimeOffset DueAt { get; private init; }
    public DateTimeOffset? CompletedAt { get; private init; }
    public string? Error { get; private init; }

    internal static EncodeTask New(Guid jobId, TaskKind kind, int number, double weight) => new()
    {
        TaskId = Guid.CreateVersion7(),
        JobId = jobId,
        Kind = kind,
        Stage = kind switch { TaskKind.Inspect => 0, TaskKind.Package => 2, _ => 1 },
        Number = number,
        Weight = weight,
        DueAt = DateTimeOffset.UnixEpoch, // leases go by the database's clock alone
    };

    /// <summary>Where this attempt leaves its results: a former holder's late write never meets them.</summary>
    internal string Folder => $"{EncodeJob.Folder(JobId)}{TaskId:N}-{Attempt}/";
}
