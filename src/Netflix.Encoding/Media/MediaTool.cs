using System.ComponentModel;
using System.Diagnostics;

namespace Netflix.Encoding.Media;

/// <summary>How a tool ended.</summary>
/// <param name="Errors">The last lines it wrote to its error output.</param>
/// <param name="Command">As it was called.</param>
internal sealed record ToolResult(int ExitCode, IReadOnlyList<string> Errors, string Command = "")
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>For the studio: the command, how it ended, and the last it said.</summary>
    public string Log => $"$ {Command}\nexit code {ExitCode}\n{string.Join('\n', Errors)}";

    public string LastError => Errors.Count > 0 ? Errors[^1] : $"exit code {ExitCode}";
}

/// <summary>A tool failed where nothing in the film explains it: worth another try.</summary>
/// <param name="log">What the tool was asked and said.</param>
internal class MediaToolException(string message, string? log = null) : Exception(message)
{
    public string? Log { get; } = log;
}

/// <summary>Runs one command to its end, within a time limit; it is killed with all its children when cancelled.</summary>
internal static class MediaTool
{
    private const int KeptErrors = 40;

    internal static async Task<ToolResult> RunAsync(
        string program, IReadOnlyList<string> arguments, string directory, TimeSpan limit, Action<string>? onLine, CancellationToken cancel,
        Func<string, bool>? isError = null, ToolLimits? limits = null)
    {
        var command = $"{Path.GetFileName(program)} {string.Join(' ', arguments.Select(Quoted))}";
        Process process;
        try
        {
            process = await ChildProcess.StartAsync(program, arguments, directory, limits);
        }
        catch (Win32Exception exception)
        {
            throw new MediaToolException($"{Path.GetFileName(program)} cannot be started: {exception.Message}");
        }

        using (process)
        using (var timed = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            timed.CancelAfter(limit);
            process.StandardInput.Close();
            LowerPriority(process);
            var errors = new Queue<string>();
            try
            {
                await Task.WhenAll(
                    ReadLinesAsync(process.StandardOutput, onLine ?? (_ => { }), timed.Token),
                    ReadLinesAsync(process.StandardError, Keep, timed.Token));
                await process.WaitForExitAsync(timed.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new MediaToolException($"{Path.GetFileName(program)} took longer than {limit}.", new ToolResult(-1, [.. errors], command).Log);
            }
            finally
            {
                await KillAsync(process);
            }

            return new ToolResult(process.ExitCode, [.. errors], command);

            void Keep(string line)
            {
                if (isError?.Invoke(line) == false)
                {
                    return;
                }

                errors.Enqueue(line);
                if (errors.Count > KeptErrors)
                {
                    errors.Dequeue();
                }
            }
        }
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(character => char.IsLetterOrDigit(character) || "-_./:=,+".Contains(character)) ? argument : $"'{argument}'";

    private static async Task ReadLinesAsync(StreamReader reader, Action<string> onLine, CancellationToken cancel)
    {
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            onLine(line);
        }
    }

    /// <summary>The web role may share this machine: pages come before frames.</summary>
    private static void LowerPriority(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    private static async Task KillAsync(Process process)
    {
        if (!process.HasExited)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It ended meanwhile.
            }

            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
