using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.AppHost.Tests;

/// <summary>The whole service as <c>./run</c> starts it: real processes, on ports and in a data folder of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> lines = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private RunningService(Process process, string data, int port)
    {
        this.process = process;
        Data = data;
        Port = port;
        Url = $"http://localhost:{port}";
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal string Data { get; }

    internal int Port { get; }

    internal string Url { get; }

    internal int ProcessId => process.Id;

    /// <summary>All that it has said so far.</summary>
    internal IReadOnlyCollection<string> Lines => lines;

    /// <summary>Starts it without waiting.</summary>
    internal static RunningService Launch(string data, int? port = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var first = port ?? FreePorts();
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileName(path) is "dotnet" ? path : "dotnet",
            [AssemblyPath, "--port", $"{first}", "--edge-port", $"{first + 1}", "--data", data, "--no-demo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Netflix__Encoding__Preset"] = "ultrafast" },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new RunningService(Process.Start(start)!, data, first);
    }

    internal static async Task<RunningService> StartAsync(string data)
    {
        var service = Launch(data);
        await Task.WhenAny(service.ready.Task, service.process.WaitForExitAsync()).WaitAsync(StartLimit);
        if (!service.ready.Task.IsCompleted)
        {
            Assert.Fail(string.Join('\n', service.lines));
        }

        return service;
    }

    /// <summary>Web, edges, redis, postgres: the ids of those that run now, as the orchestrator wrote them down.</summary>
    internal IReadOnlyDictionary<string, int> Processes()
    {
        using var written = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "processes.json")));
        return written.RootElement.EnumerateArray().ToDictionary(entry => entry.GetProperty("Name").GetString()!, entry => entry.GetProperty(nameof(ProcessId)).GetInt32());
    }

    internal Task<TestUser> SignUpAsync() => TestUser.SignUpAsync(Url);

    internal Task<TestUser> SignInAdminAsync()
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "secrets.json")));
        return TestUser.SignInAsync(Url, "admin@netflix.local", secrets.RootElement.GetProperty("adminPassword").GetString()!);
    }

    /// <summary>Kills a process of the service; the task ends when the orchestrator has another one that is ready.</summary>
    internal async Task KillAsync(string name)
    {
        int Backs() => lines.Count(line => line.EndsWith($"{name} is back", StringComparison.Ordinal));
        var (before, killed) = (Backs(), Processes()[name]);
        Signal(killed, 9);
        await Expect.EventuallyAsync(() => Task.FromResult(Backs()), backs => backs > before, StartLimit);
        Assert.That(Processes()[name], Is.Not.EqualTo(killed));
    }

    internal async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(StopLimit);
        return process.ExitCode;
    }

    internal Task<int> StopAsync(int signal)
    {
        Signal(process.Id, signal);
        return ExitCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await StopAsync(15);
        }

        process.Dispose();
    }

    internal static void Signal(int processId, int signal) => Assert.That(Kill(processId, signal), Is.Zero, $"kill -{signal} {processId}");

    /// <summary>Neither running nor about to be: what only waits for its parent to look is gone.</summary>
    internal static bool IsGone(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    internal static string AssemblyPath
    {
        get
        {
            var build = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')); // bin/Release/net10.0
            return Path.Combine(TestFilm.RepositoryRoot, "Netflix.AppHost", "bin", build.Parent!.Name, build.Name, "Netflix.AppHost.dll");
        }
    }

    /// <summary>The first of three free ports in a row: web and two edges.</summary>
    private static int FreePorts()
    {
        while (true)
        {
            var port = NetflixApp.FreePort();
            try
            {
                using var second = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port + 1);
                using var third = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port + 2);
                second.Start();
                third.Start();
                return port;
            }
            catch (System.Net.Sockets.SocketException)
            {
                // One of them is taken: look for another row.
            }
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        if (line == $"Netflix is ready: {Url}")
        {
            ready.SetResult();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
