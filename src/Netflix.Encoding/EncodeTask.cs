namespace Netflix.Encoding;

/// <summary>In the order of the work; a task waits for all tasks of earlier stages. Sound and text are there from the inspection on, and wait for nothing else.</summary>
internal enum TaskKind { Inspect, Analyse, Encode, Audio, Text, Package, AddTrack }

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

    /// <summary>Of the chunk, or of the sound track; else 0.</summary>
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

    /// <summary>The command that failed last, and the end of what it said.</summary>
    public string? Log { get; private init; }

    /// <summary>What a completed task tells those after it and the studio, as JSON of its kind's own.</summary>
    public string? Outcome { get; private init; }

    internal static EncodeTask New(Guid jobId, TaskKind kind, int number, double weight) => new()
    {
        TaskId = Guid.CreateVersion7(),
        JobId = jobId,
        Kind = kind,
        Stage = StageOf(kind),
        Number = number,
        Weight = weight,
        DueAt = DateTimeOffset.UnixEpoch, // leases go by the database's clock alone
    };

    internal static int StageOf(TaskKind kind) => kind switch { TaskKind.Inspect => 0, TaskKind.Analyse => 1, TaskKind.Package => 3, _ => 2 };

    /// <summary>Where this attempt leaves its results: a former holder's late write never meets them.</summary>
    internal string Folder => $"{EncodeJob.Folder(JobId)}{TaskId:N}-{Attempt}/";
}
