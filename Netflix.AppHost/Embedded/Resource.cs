using System.Diagnostics;

namespace Netflix.AppHost.Embedded;

/// <summary>One process kept running: started, watched, started again with back-off after a crash, stopped.</summary>
internal sealed class Resource(ProcessSpec spec, Launcher launcher, RunningProcesses running, ResourceLog log) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource stopping = new();
    private Process? process;
    private Task watch = Task.CompletedTask;

    internal string Name => spec.Name;

    /// <summary>Returns when it serves. A process that ends before that is no crash to repair: it would end again.</summary>
    internal async Task StartAsync(CancellationToken cancel)
    {
        var output = await LaunchAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        try
        {
            if (!await BecomesReadyAsync(limit.Token))
            {
                Launcher.KillGroup(process!.Id);
                await output;
                throw new StartupException($"{Name} ended with exit code {process.ExitCode} before it was ready; its last lines are above.");
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new StartupException($"{Name} was not ready within {StartLimit.TotalSeconds:0} seconds; its last lines are above.");
        }

        watch = WatchAsync(output);
    }

    /// <summary>Asks it to end, waits, and ends it by force if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watch; // from here on nothing starts it again
        if (process is not null)
        {
            Launcher.Signal(process.Id, spec.StopSignal);
            try
            {
                await process.WaitForExitAsync().WaitAsync(StopLimit);
            }
            catch (TimeoutException)
            {
                log.Say($"{Name} did not stop within {StopLimit.TotalSeconds:0} seconds, and is killed");
            }

            Launcher.KillGroup(process.Id);
            log.Say($"{Name} has stopped");
            process.Dispose();
        }

        stopping.Dispose();
    }

    private async Task<Task> LaunchAsync()
    {
        process = await launcher.StartAsync(spec);
        running.Add(Name, process.Id);
        var output = Task.WhenAll(log.CopyAsync(Name, process.StandardOutput), log.CopyAsync(Name, process.StandardError));
        try
        {
            await process.StandardInput.WriteAsync(spec.Input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read: its exit tells.
        }

        return output;
    }

    private async Task<bool> BecomesReadyAsync(CancellationToken cancel)
    {
        while (!process!.HasExited)
        {
            if (await spec.IsReady(process.Id, cancel))
            {
                return true;
            }

            await Task.Delay(ProbePause, cancel);
        }

        return false;
    }

    private async Task WatchAsync(Task output)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                var since = Stopwatch.GetTimestamp();
                await process!.WaitForExitAsync(stopping.Token);
                Launcher.KillGroup(process.Id); // what it had started would hold its output open, and work on for nobody
                await output;
                pause = Stopwatch.GetElapsedTime(since) > LongestPause ? FirstPause : pause;
                log.Say($"{Name} ended unexpectedly ({Exit(process.ExitCode)}); starting it again in {pause.TotalSeconds:0.#} s");
                await Task.Delay(pause, stopping.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                process.Dispose();
                output = await LaunchAsync();
                if (await BecomesReadyAsync(stopping.Token))
                {
                    log.Say($"{Name} is back");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: nothing is started any more.
        }
    }

    private static string Exit(int code) => code > 128 ? $"signal {code - 128}" : $"exit code {code}";
}
