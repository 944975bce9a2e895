using System.Text.Json;

namespace Netflix.Bench;

/// <summary>The bench cannot run here; the message says what is missing.</summary>
internal sealed class BenchException(string message) : Exception(message);

internal static class Workspace
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static string Root { get; } = FindRoot();

    internal static string HostAssembly { get; } = Path.Combine(
        Root, "src/Netflix.Host/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/Netflix.Host.dll");

    internal static string Tool(string name, string package) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new BenchException($"The bench needs {name}: apt-get install {package}");

    internal static void Write(string name, object result)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "artifacts/bench")).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(result, Indented));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Netflix.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new BenchException("Run the bench inside the repository.");
    }
}
