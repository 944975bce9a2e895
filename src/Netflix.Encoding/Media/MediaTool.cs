using System.ComponentModel;
using System.Diagnostics;

namespace Netflix.Encoding.Media;

/// <summary>How a tool ended.</summary>
/// <param name="Errors">The last lines it wrote to its error output.</param>
internal sealed record ToolResult(int ExitCode, IReadOnlyList<string> Errors)
{
    public bool Succeeded => ExitCode == 0;

    public string LastError => Errors.Count > 0 ? Errors[^1] : $"exit code {ExitCode}";
}

/// <summary>A tool failed where nothing in the film explains it: worth another try.</summary>
internal sealed class MediaToolException(string message) : Exception(message);

/// <summary>Runs one command to its end, within a time limit; it is killed with all its children when cancelled.</summary>
internal static class MediaTool
{
    private const int KeptErrors = 40;

    internal static async Task<ToolResult> RunAsync(
        string program, IEnumerable<string> arguments, string directory, TimeSpan limit, Action<string>? onLine, CancellationToken cancel)
    {
        Process process;
        try
        {
            process = await ChildProcess.StartAsync(program, arguments, directory);
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
                throw new MediaToolException($"{Path.GetFileName(program)} took longer than {limit}.");
            }
            finally
            {
                await KillAsync(process);
            }

            return new ToolResult(process.ExitCode, [.. errors]);

            void Keep(string line)
            {
                errors.Enqueue(line);
                if (errors.Count > KeptErrors)
                {
                    errors.Dequeue();
                }
            }
        }
    }

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
