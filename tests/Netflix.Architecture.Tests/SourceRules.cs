using System.Text.RegularExpressions;

namespace Netflix.Architecture.Tests;

/// <summary>Rules on texts; each gives what breaks it.</summary>
internal static partial class SourceRules
{
    internal const int LongFile = 300;
    internal const int TooLongFile = 400;

    private static readonly string[] Shared = ["Netflix.Contracts", "Netflix.Messaging", "Netflix.Storage", "Netflix.ServiceDefaults"];

    internal static IEnumerable<string> BlockingWaits(SourceFile file) =>
        Blocking().Matches(WithoutComments(file.Text)).Select(found => $"{file.Path}: {found.Value}");

    /// <summary>SQL of one module that names another's schema, such as <c>from catalog.title</c>.</summary>
    internal static IEnumerable<string> ForeignSchemas(string module, SourceFile file) =>
        from found in Table().Matches(WithoutComments(file.Text))
        let schema = found.Groups["schema"].Value
        where Solution.Modules.Any(other => other != module && other.Equals(schema, StringComparison.OrdinalIgnoreCase))
        select $"{file.Path}: {found.Value}";

    internal static IEnumerable<string> ForeignReferences(SourceFile project) =>
        from found in ProjectReference().Matches(project.Text)
        let name = found.Groups["name"].Value
        where !Shared.Contains(name)
        select $"{project.Path}: {name}";

    internal static IEnumerable<string> PackageVersions(SourceFile project) =>
        PackageVersion().Matches(project.Text).Select(found => $"{project.Path}: {found.Value}");

    internal static IEnumerable<string> LongerThan(int lines, SourceFile file) =>
        file.Text.Count(letter => letter == '\n') > lines ? [$"{file.Path}: {file.Text.Count(letter => letter == '\n')} lines"] : [];

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    // Not 'Outcome.Result', Polly's, which has no task in it.
    [GeneratedRegex(@"(?<!Outcome)\.Result\b(?![<(])|\.Wait\(\)|\basync void\b|\bThread\.Sleep\b|\.GetAwaiter\(\)\.GetResult\(\)")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\b(from|join|into|update|table|only|on|references|using|truncate)\s+""?(?<schema>[a-z]+)""?\.", RegexOptions.IgnoreCase)]
    private static partial Regex Table();

    [GeneratedRegex(@"<ProjectReference\s[^>]*?(?<name>[\w.]+)\.csproj")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"<PackageReference\s[^>]*\bVersion(Override)?\s*=\s*""[^""]*""|<PackageReference[^>]*>\s*<Version>")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"(?<!:)//[^\n]*")]
    private static partial Regex Comment();
}
