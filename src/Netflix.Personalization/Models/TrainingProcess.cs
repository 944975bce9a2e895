using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Netflix.Personalization.Models;

/// <summary>
/// Runs a training in a process of its own, after the pages' turn for the processors: for minutes it takes a gigabyte and all of
/// a core, and gives both back when it ends. It is this program with <see cref="Argument"/> and this one's configuration.
/// </summary>
internal sealed class TrainingProcess(IConfiguration configuration)
{
    internal const string Argument = "--train";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Netflix.Host.dll");

    private static readonly string Dotnet =
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";

    /// <exception cref="TrainingException">It did not come to its end.</exception>
    internal async Task RunAsync(CancellationToken cancel)
    {
        // By nice, so that all of its threads have it.
        string[] command = OperatingSystem.IsWindows() ? [Dotnet, Program, Argument] : ["nice", "-n", "10", Dotnet, Program, Argument];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true };
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is not null)
            {
                start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
            }
        }

        using var process = Process.Start(start) ?? throw new TrainingException("The training's process did not start.");
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        if (process.ExitCode != 0)
        {
            throw new TrainingException($"The training's process ended with {process.ExitCode}.");
        }
    }

    /// <summary>In that process: ends it when the one that started it is gone, whose end of the input closes.</summary>
    internal static void EndWithStarter() =>
        new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
            }

            Environment.Exit(1);
        })
        { IsBackground = true, Name = "waits for the end of the starter" }.Start();
}

internal sealed class TrainingException(string message) : Exception(message);
