using System.Globalization;
using System.Text.Json;

namespace Netflix.AppHost.Embedded;

/// <summary>
/// The processes of this data folder, written down as they start. After the orchestrator was killed, the next one waits
/// for the last of them: two PostgreSQLs or Redises must never share a folder.
/// </summary>
internal sealed class RunningProcesses(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> running = [];

    internal void Add(string name, int processId)
    {
        lock (gate)
        {
            running[name] = new Entry(name, processId, StartedAt(processId));
            File.WriteAllText(path, JsonSerializer.Serialize(running.Values));
        }
    }

    /// <summary>All have been stopped.</summary>
    internal void Clear() => File.Delete(path);

    internal async Task EndPreviousAsync(ResourceLog log, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            return;
        }

        Entry[] previous;
        try
        {
            previous = JsonSerializer.Deserialize<Entry[]>(await File.ReadAllTextAsync(path, cancel)) ?? [];
        }
        catch (JsonException)
        {
            return; // cut off by a kill in the middle of a write; the servers' own locks still hold
        }

        var deadline = DateTimeOffset.UtcNow + Patience;
        foreach (var entry in previous)
        {
            if (IsAlive(entry))
            {
                log.Say($"{entry.Name} of the previous run (process {entry.ProcessId}) is still ending");
            }

            while (IsAlive(entry))
            {
                if (DateTimeOffset.UtcNow > deadline)
                {
                    Launcher.Signal(entry.ProcessId, UnixSignal.Kill);
                }

                await Task.Delay(50, cancel);
            }
        }
    }

    private static bool IsAlive(Entry entry) => entry.StartedAt is not 0 && StartedAt(entry.ProcessId) == entry.StartedAt;

    /// <summary>Clock ticks from boot to its start: with the id, the name of one process for ever. 0: none, or only its remains.</summary>
    private static long StartedAt(int processId)
    {
        try
        {
            // proc(5): the name in brackets may hold anything, so fields count from the last bracket: state is 3, starttime 22.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? 0 : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private sealed record Entry(string Name, int ProcessId, long StartedAt);
}
