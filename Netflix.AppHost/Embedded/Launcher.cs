using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Netflix.AppHost.Embedded;

/// <summary>
/// Starts processes that cannot outlive this one. Each asks the kernel for a signal at its parent's death
/// (PR_SET_PDEATHSIG), so that even kill -9 of the orchestrator stops them. The kernel means the parent's <i>thread</i>:
/// all are started from one that lives as long as the process. Each has a session of its own, so that Ctrl-C on the
/// terminal reaches the orchestrator alone, which then stops them in order, and so that what a killed one leaves behind
/// (ffmpeg) can be ended as a group.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> requests = [];
    private readonly string[] prefix;

    internal Launcher()
    {
        // macOS has neither tool: there a killed orchestrator leaves its processes to be ended by hand.
        prefix = OperatingSystem.IsLinux() ? [Repository.Tool("setsid", "util-linux"), Repository.Tool("setpriv", "util-linux")] : [];
        new Thread(Run) { IsBackground = true, Name = "launcher" }.Start();
    }

    internal Task<Process> StartAsync(ProcessSpec spec, bool ownSession = true)
    {
        string[] command =
        [
            .. prefix.Length is 0 ? [] : ownSession ? prefix[..1] : Array.Empty<string>(),
            .. prefix.Length is 0 ? [] : new[] { prefix[1], $"--pdeathsig={spec.StopSignal.ToString().ToUpperInvariant()}" },
            .. prefix.Length is 0 ? [] : spec.Identity.SetprivOptions,
            spec.FileName,
            .. spec.Arguments,
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = ownSession,
            RedirectStandardOutput = ownSession,
            RedirectStandardError = ownSession,
        };
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.Add((start, started));
        return started.Task;
    }

    public void Dispose() => requests.CompleteAdding();

    /// <summary>To the process alone.</summary>
    internal static void Signal(int processId, UnixSignal signal) => _ = Kill(processId, (int)signal);

    /// <summary>To the process and all it has started.</summary>
    internal static void KillGroup(int processId) => _ = Kill(-processId, (int)UnixSignal.Kill);

    private void Run()
    {
        foreach (var (start, started) in requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}

/// <summary>Named as setpriv and kill name them.</summary>
internal enum UnixSignal
{
    Int = 2,
    Kill = 9,
    Term = 15,
}
