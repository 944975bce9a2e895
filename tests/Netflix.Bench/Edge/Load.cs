using System.Diagnostics;
using System.Globalization;

namespace Netflix.Bench.Edge;

/// <summary>One run of wrk: what it read, and the server's CPU time meanwhile.</summary>
internal sealed record Sample(long Bytes, long Requests, double CpuSeconds, double Seconds)
{
    internal double BytesACpuSecond => Bytes / CpuSeconds;
}

/// <summary>wrk: 32 keep-alive connections going round a list of paths.</summary>
internal sealed class Load(string wrk, string folder)
{
    private const string Script = """
        local requests, next = {}, 0
        function init(args)
            for path in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", path) end
        end
        function request()
            next = next % #requests + 1
            return requests[next]
        end
        function done(summary)
            local errors = summary.errors
            print(string.format("RESULT %d %d %d", summary.bytes, summary.requests,
                errors.connect + errors.read + errors.write + errors.status + errors.timeout))
        end
        """;

    internal async Task<Sample> RunAsync(ServerProcess server, string baseUrl, IReadOnlyList<string> paths, int seconds)
    {
        var script = Path.Combine(folder, "load.lua");
        var list = Path.Combine(folder, "paths.txt");
        await File.WriteAllTextAsync(script, Script);
        await File.WriteAllLinesAsync(list, paths);
        var start = new ProcessStartInfo(wrk, ["-t2", "-c32", $"-d{seconds}s", "-s", script, baseUrl, "--", list]) { RedirectStandardOutput = true };

        var before = server.CpuTime();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var cpu = server.CpuTime() - before;

        var result = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))?.Split(' ')
            ?? throw new BenchException("wrk said nothing of use:\n" + output);
        if (result[3] != "0")
        {
            throw new BenchException($"{result[3]} requests to {baseUrl} failed.");
        }

        return new(
            long.Parse(result[1], CultureInfo.InvariantCulture), long.Parse(result[2], CultureInfo.InvariantCulture),
            cpu.TotalSeconds, clock.Elapsed.TotalSeconds);
    }
}
