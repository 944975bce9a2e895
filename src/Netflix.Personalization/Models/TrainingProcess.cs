using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Netflix.Personalization.Models;

/// <summary>
/// Trains a model in a process of its own, after the pages' turn for the processors: for minutes it takes a gigabyte and all of
/// a core, and gives both back when it ends. It is this program with <see cref="Argument"/> and this one's configuration.
/// </summary>
internal sealed class TrainingProcess(IConfiguration configuration, IHostEnvironment environment)
{
    internal const string Argument = "--train";

    private const string Program = "Netflix.Host";
    private static readonly string? Nice = new[] { "/usr/bin/nice", "/bin/nice" }.FirstOrDefault(File.Exists);
    private static readonly List<PosixSignalRegistration> Signals = [];

    /// <exception cref="TrainingException">It did not come to its end.</exception>
    internal async Task RunAsync(Guid modelId, CancellationToken cancel)
    {
        using var process = Start(modelId);
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

    /// <summary>In that process: it ends with the one that started it, whose end of the input closes, and by nothing else that a terminal or a service manager sends to both.</summary>
    internal static void EndWithStarter()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            Signals.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
        }

        new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
            }

            Console.Error.WriteLine("The training ends: what started it is gone.");
            Environment.Exit(1);
        })
        { IsBackground = true, Name = "waits for the end of the starter" }.Start();
    }

    private Process Start(Guid modelId)
    {
        var own = Environment.ProcessPath is { } path ? Path.GetFileNameWithoutExtension(path) : null;
        string[] program = own == Program ? [Environment.ProcessPath!] : [own == "dotnet" ? Environment.ProcessPath! : "dotnet", Path.Combine(AppContext.BaseDirectory, Program + ".dll")];
        string[] command = [.. Nice is null ? [] : new[] { Nice, "-n", "10" }, .. program, Argument, $"{modelId}"]; // by nice, so that all of its threads have it
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true };
        var names = start.Environment.Keys.ToLookup(name => name, StringComparer.OrdinalIgnoreCase); // as configuration compares them
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            var name = key.Replace(":", "__", StringComparison.Ordinal);
            if (value is not null)
            {
                names[name].ToList().ForEach(same => start.Environment.Remove(same));
                start.Environment[name] = value;
            }
        }

        start.Environment["ASPNETCORE_CONTENTROOT"] = environment.ContentRootPath;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment.EnvironmentName;
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new TrainingException($"The training's process cannot be started: {exception.Message}");
        }
    }
}

internal sealed class TrainingException(string message) : Exception(message);
