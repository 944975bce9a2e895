using System.Security.Cryptography;

namespace Netflix.AppHost.Embedded;

/// <summary>
/// Runs one command with a PostgreSQL and a Redis of its own, quick and forgetful, and leaves nothing behind: how
/// <c>./test</c> gets its servers.
/// </summary>
internal static class ExecRun
{
    private const string Mark = "throw-away";

    internal static async Task<int> RunAsync(string folder, IReadOnlyList<string> command, CancellationToken stop)
    {
        var log = new ResourceLog();
        RequireThrowAway(folder);
        using var data = DataFolder.Open(folder, "a test run");
        await File.WriteAllTextAsync(data[Mark], "", stop);
        var running = new RunningProcesses(data["processes.json"]);
        await running.EndPreviousAsync(log, stop);
        using var launcher = new Launcher();
        try
        {
            foreach (var left in (string[])[data["postgres"], data["redis"]])
            {
                if (Directory.Exists(left))
                {
                    Directory.Delete(left, recursive: true);
                }
            }

            var postgres = await Postgres.PrepareAsync(
                Repository.Find(), data["postgres"], Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), FreePort.Find(), durable: false, stop);
            var redisPort = FreePort.Find();
            await using var database = new Resource(
                postgres.Server(("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"), ("max_connections", "500")), launcher, running, log);
            await using var redis = new Resource(Redis.Fleeting(data["redis"], redisPort), launcher, running, log);
            await Task.WhenAll(database.StartAsync(stop), redis.StartAsync(stop));

            // In this terminal's group and with its streams: Ctrl-C reaches the command itself, which then ends first.
            using var process = await launcher.StartAsync(
                new ProcessSpec(command[0], command[0], [.. command.Skip(1)])
                {
                    WorkingDirectory = Environment.CurrentDirectory,
                    Environment = new Dictionary<string, string?>
                    {
                        ["NETFLIX_TEST_POSTGRES"] = postgres.ConnectionString,
                        ["NETFLIX_TEST_REDIS"] = $"127.0.0.1:{redisPort}",
                    },
                },
                ownSession: false);
            await using var forward = stop.Register(() => Launcher.Signal(process.Id, UnixSignal.Term));
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        finally
        {
            Directory.Delete(data.Path, recursive: true);
        }
    }

    /// <summary>The folder is removed at the end, so it must be new, or left by a run like this that was killed.</summary>
    private static void RequireThrowAway(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Mark)))
        {
            throw new StartupException($"{folder} holds something else than a test run's servers, and would be removed: give a new folder with --data.");
        }
    }
}
