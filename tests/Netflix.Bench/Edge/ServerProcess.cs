using System.Diagnostics;
using System.Globalization;

namespace Netflix.Bench.Edge;

/// <summary>A server of the bench, and the CPU time of it and its children as the kernel counts it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const double TicksASecond = 100; // USER_HZ, the same on all Linux ABIs
    private readonly Process process;

    private ServerProcess(Process process) => this.process = process;

    internal static ServerProcess Start(string file, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    internal async Task WaitUntilServingAsync(string url)
    {
        using var http = new HttpClient();
        for (var i = 0; i < 1200; i++)
        {
            if (process.HasExited)
            {
                throw new BenchException($"{process.StartInfo.FileName} ended with code {process.ExitCode} before it served.");
            }

            try
            {
                using var response = await http.GetAsync(url);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new BenchException($"{process.StartInfo.FileName} does not serve {url}.");
    }

    internal int Id => process.Id;

    /// <summary>SIGKILL; back when it is gone.</summary>
    internal Task KillAsync()
    {
        process.Kill();
        return process.WaitForExitAsync();
    }

    /// <summary>Memory of a process and its children, what several share counted once.</summary>
    internal static long ProportionalBytes(int id) => Directory.EnumerateDirectories("/proc")
        .Where(name => int.TryParse(Path.GetFileName(name), out _) && Stat(name) is { } stat && (stat.Id == id || stat.Parent == id)).Sum(Proportional);

    internal TimeSpan CpuTime() => CpuTime(process.Id);

    internal TimeSpan CpuTimeWithEndedChildren() => CpuTimeWithEndedChildren(process.Id);

    /// <summary>User and system time so far, of the process and of those of its children that it has waited for.</summary>
    internal static TimeSpan CpuTimeWithEndedChildren(int id)
    {
        var text = File.ReadAllText($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // from field 3, the state; utime, stime, cutime, cstime are 14 to 17
        return TimeSpan.FromSeconds(fields[11..15].Sum(long.Parse) / TicksASecond);
    }

    internal long ResidentBytes()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>User and system time so far, of the process and its children.</summary>
    internal static TimeSpan CpuTime(int id)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(name => int.TryParse(Path.GetFileName(name), out _)))
        {
            if (Stat(folder) is { } stat && (stat.Id == id || stat.Parent == id))
            {
                ticks += stat.Ticks;
            }
        }

        return TimeSpan.FromSeconds(ticks / TicksASecond);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var terminate = Process.Start("kill", [process.Id.ToString(CultureInfo.InvariantCulture)])!;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    private static long Proportional(string folder)
    {
        try
        {
            var line = File.ReadLines(folder + "/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static (int Id, int Parent, long Ticks)? Stat(string folder)
    {
        try
        {
            var text = File.ReadAllText(folder + "/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // from field 3, the state
            return (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null; // ended meanwhile
        }
    }
}
