namespace Netflix.AppHost.Embedded;

/// <summary>
/// Every process's lines on standard error, each under its resource's name, coloured on a terminal. Standard output is
/// kept for what a person or a script waits for: the ready line.
/// </summary>
/// <param name="output">Elsewhere than standard error, without colours.</param>
internal sealed class ResourceLog(TextWriter? output = null)
{
    private const int NameWidth = 8;
    private static readonly string[] Colours = ["\e[36m", "\e[33m", "\e[32m", "\e[35m", "\e[34m", "\e[96m", "\e[93m", "\e[92m"];

    private readonly TextWriter output = output ?? Console.Error;
    private readonly bool coloured = output is null && !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> colourOf = [];

    /// <summary>A line of the orchestrator itself.</summary>
    internal void Say(string line) => Write("apphost", line);

    internal void Write(string resource, string line)
    {
        lock (gate)
        {
            if (!colourOf.TryGetValue(resource, out var colour))
            {
                colourOf[resource] = colour = Colours[colourOf.Count % Colours.Length];
            }

            var name = resource.PadRight(NameWidth);
            output.WriteLine(coloured ? $"{colour}{name}|\e[0m {line}" : $"{name}| {line}");
        }
    }

    /// <summary>Copies a process's output until it closes it.</summary>
    internal async Task CopyAsync(string resource, StreamReader output)
    {
        try
        {
            while (await output.ReadLineAsync() is { } line)
            {
                Write(resource, line);
            }
        }
        catch (IOException)
        {
            // The process and its pipe are gone: nothing more to copy.
        }
    }
}
