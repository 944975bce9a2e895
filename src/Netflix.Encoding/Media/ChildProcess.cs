using System.Collections.Concurrent;
using System.Diagnostics;

namespace Netflix.Encoding.Media;

/// <summary>
/// Starts tools that die with this process, also when it is killed by -9: an orphaned ffmpeg would encode on beside its
/// replacement. Linux sends the death signal when the starting thread ends, so one thread that never ends starts them all.
/// </summary>
internal static class ChildProcess
{
    private static readonly string? SetPriv = OperatingSystem.IsLinux()
        ? new[] { "/usr/bin/setpriv", "/bin/setpriv" }.FirstOrDefault(File.Exists)
        : null;

    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> Queue = Begin();

    internal static Task<Process> StartAsync(string program, IEnumerable<string> arguments, string workingDirectory)
    {
        var start = new ProcessStartInfo(SetPriv ?? program)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] guard = SetPriv is null ? [] : ["--pdeathsig", "KILL", "--", program];
        foreach (var argument in guard.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Add((start, started));
        return started.Task;
    }

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
