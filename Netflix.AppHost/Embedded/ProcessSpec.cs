namespace Netflix.AppHost.Embedded;

/// <summary>How one process is started, known to be ready, and stopped.</summary>
internal sealed record ProcessSpec(string Name, string FileName, params string[] Arguments)
{
    internal string WorkingDirectory { get; init; } = "/";

    internal IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Written to its standard input: for what must not stand in the process list.</summary>
    internal string? Input { get; init; }

    internal Identity Identity { get; init; } = Identity.Own;

    /// <summary>Asks it to end in good order; also what it gets when the orchestrator dies.</summary>
    internal UnixSignal StopSignal { get; init; } = UnixSignal.Term;

    /// <summary>Whether the process of this id serves now.</summary>
    internal Func<int, CancellationToken, Task<bool>> IsReady { get; init; } = (_, _) => Task.FromResult(true);
}
