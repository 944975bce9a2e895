using System.Diagnostics;
using System.Globalization;
using Netflix.AppHost.Embedded;

namespace Netflix.Bench.Boot;

/// <summary>
/// A warm <c>./run</c> (built, data present) to its ready line, against the least that any such start costs: the same
/// PostgreSQL and Redis, then a bare ASP.NET Core host. Alternated, so that both meet the same machine.
/// </summary>
internal static class BootBench
{
    /// <summary>Runs this program as the reference's host: <c>--bare-host PORT</c>.</summary>
    internal const string BareHost = "--bare-host";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    internal static async Task RunAsync(bool quick)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Workspace.Root, "artifacts/bench/boot")).FullName;
        try
        {
            var runs = quick ? 3 : 5;
            await RunToReadyAsync(folder); // makes the data folder; both programs are in the page cache from here on
            await ReferenceAsync(folder);
            var pairs = new List<(TimeSpan Run, TimeSpan Reference)>();
            for (var i = 0; i < runs; i++)
            {
                pairs.Add((await RunToReadyAsync(folder), await ReferenceAsync(folder)));
            }

            var run = Median(pairs.Select(pair => pair.Run.TotalSeconds));
            var reference = Median(pairs.Select(pair => pair.Reference.TotalSeconds));
            var ratio = Median(pairs.Select(pair => pair.Run / pair.Reference));
            Workspace.Write("boot", new
            {
                runSeconds = run, referenceSeconds = reference, ratio,
                runs = pairs.Select(pair => new { runSeconds = pair.Run.TotalSeconds, referenceSeconds = pair.Reference.TotalSeconds }),
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

                To ready, median of {runs}                                   seconds
                  ./run, warm (to reach: under 10)                     {run,8:F2}
                  bare PostgreSQL and Redis, then a bare web host      {reference,8:F2}
                  ratio                                                {ratio,8:F2}
                """));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The reference's last part: what a web application with nothing in it costs.</summary>
    internal static async Task ServeAsync(string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.MapGet("/health", () => "");
        await app.RunAsync();
    }

    private static async Task<TimeSpan> RunToReadyAsync(string folder)
    {
        var port = FreePort.Find();
        var start = Stopwatch.GetTimestamp();
        using var run = Process.Start(new ProcessStartInfo(
            Path.Combine(Workspace.Root, "run"), ["--port", $"{port}", "--edge-port", $"{FreePort.Find()}", "--edges", "1", "--data", Path.Combine(folder, "data"), "--no-demo"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = run.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            while (await run.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith("Netflix is ready", StringComparison.Ordinal))
                {
                    return Stopwatch.GetElapsedTime(start);
                }
            }
        }
        finally
        {
            Launcher.Signal(run.Id, UnixSignal.Term);
            await run.WaitForExitAsync(CancellationToken.None);
        }

        throw new BenchException($"./run did not become ready:\n{await errors}");
    }

    private static async Task<TimeSpan> ReferenceAsync(string folder)
    {
        var log = new ResourceLog(TextWriter.Null);
        var running = new RunningProcesses(Path.Combine(folder, "reference.json"));
        using var launcher = new Launcher();
        var (redisPort, webPort) = (FreePort.Find(), FreePort.Find());
        var start = Stopwatch.GetTimestamp();
        var postgres = await Postgres.PrepareAsync(Repository.Find(), Path.Combine(folder, "postgres"), "reference", FreePort.Find(), durable: true, CancellationToken.None);
        await using var database = new Resource(postgres.Server(), launcher, running, log);
        await using var redis = new Resource(Redis.Durable(Path.Combine(folder, "redis"), "reference", redisPort), launcher, running, log);
        await Task.WhenAll(database.StartAsync(CancellationToken.None), redis.StartAsync(CancellationToken.None));
        var health = new Uri($"http://127.0.0.1:{webPort}/health");
        await using var web = new Resource(
            new ProcessSpec("web", Environment.ProcessPath!, Environment.GetCommandLineArgs()[0], BareHost, $"{webPort}") { IsReady = (_, cancel) => HttpProbe.IsReadyAsync(health, cancel) },
            launcher, running, log);
        await web.StartAsync(CancellationToken.None);
        return Stopwatch.GetElapsedTime(start);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
