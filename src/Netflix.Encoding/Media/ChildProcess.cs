using System.Collections.Concurrent;
using System.Diagnostics;

namespace Netflix.Encoding.Media;

/// <summary>What a tool may take; 0: as much as there is.</summary>
/// <param name="FileBytes">Of each file it writes.</param>
internal sealed record ToolLimits(long MemoryBytes, long FileBytes);

/// <summary>
/// Starts tools that die with this process, also when it is killed by -9: an orphaned ffmpeg would encode on beside its
/// replacement. Linux sends the death signal when the starting thread ends, so one thread that never ends starts them all.
/// </summary>
internal static class ChildProcess
{
    private static readonly string? SetPriv = Find("setpriv");
    private static readonly string? PrLimit = Find("prlimit");

    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> Queue = Begin();

    internal static Task<Process> StartAsync(string program, IEnumerable<string> arguments, string workingDirectory, ToolLimits? limits)
    {
        string[] guard = SetPriv is null ? [] : [SetPriv, "--pdeathsig", "KILL", "--"];
        string[] command = [.. guard, .. Limit(limits), program, .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Add((start, started));
        return started.Task;
    }

    /// <summary>Of data, not of address space: mapped files and libraries are no burden.</summary>
    private static string[] Limit(ToolLimits? limits) => PrLimit is null || limits is null ? [] :
    [
        PrLimit, .. limits.MemoryBytes > 0 ? [$"--data={limits.MemoryBytes}"] : Array.Empty<string>(),
        .. limits.FileBytes > 0 ? [$"--fsize={limits.FileBytes}"] : Array.Empty<string>(), "--",
    ];

    private static string? Find(string name) =>
        OperatingSystem.IsLinux() ? new[] { $"/usr/bin/{name}", $"/bin/{name}" }.FirstOrDefault(File.Exists) : null;

    private static BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)> Begin()
    {
        var queue = new BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)>();
        new Thread(() =>
        {
            foreach (var (start, started) in queue.GetConsumingEnumerable())
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
        })
        { IsBackground = true, Name = "starts media tools" }.Start();
        return queue;
    }
}
