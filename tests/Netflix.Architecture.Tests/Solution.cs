using System.Reflection;

namespace Netflix.Architecture.Tests;

internal sealed record SourceFile(string Path, string Text);

/// <summary>What the rules look at: the six modules' assemblies, and the repository's own files.</summary>
internal static class Solution
{
    internal static readonly string[] Modules = ["Identity", "Catalog", "Encoding", "Playback", "Personalization", "Delivery"];

    private static readonly string[] Skipped = ["node_modules", "bin", "obj", "artifacts", "wwwroot", "TestResults"];

    internal static string Root { get; } = FindRoot();

    internal static IEnumerable<Assembly> ModuleAssemblies => Modules.Select(module => Assembly.Load($"Netflix.{module}"));

    /// <summary>Files of a folder with these endings, by paths from the root.</summary>
    internal static IEnumerable<SourceFile> Files(string folder, params string[] endings) =>
        Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(file => endings.Contains(file.Extension))
            .Select(file => new SourceFile(Path.GetRelativePath(Root, file.FullName), File.ReadAllText(file.FullName)));

    /// <summary>All C# that runs in production.</summary>
    internal static IEnumerable<SourceFile> Code =>
        Files("src", ".cs").Concat(Files("Netflix.ServiceDefaults", ".cs")).Concat(Files("Netflix.AppHost", ".cs"));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(below => !below.Name.StartsWith('.') && !Skipped.Contains(below.Name) && below.LinkTarget is null)
            .SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Netflix.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Netflix.sln is in no folder above the tests.");
        }

        return folder;
    }
}
