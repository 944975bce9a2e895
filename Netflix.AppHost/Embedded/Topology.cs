using System.Globalization;

namespace Netflix.AppHost.Embedded;

/// <summary>
/// The service's own processes and what each is told: the same names as Aspire injects (AppHost.cs), so that the Host
/// cannot tell the two apart.
/// </summary>
internal sealed class Topology(Repository repository, RunOptions options, DataFolder data, Secrets secrets)
{
    /// <summary>Where this machine's own processes reach the API.</summary>
    internal string WebUrl => $"http://{LocalHost}:{options.Port}";

    /// <summary>API, web client and encoder.</summary>
    internal ProcessSpec Web(string database, string redis) => Host("web", options.Port, new()
    {
        ["Netflix__Roles"] = "web,encoder",
        ["ConnectionStrings__netflixdb"] = database,
        ["ConnectionStrings__redis"] = redis,
        ["Netflix__Identity__AdminPassword"] = secrets.AdminPassword,
        ["Netflix__Identity__DemoPassword"] = secrets.DemoPassword,
        ["Netflix__PublicUrl"] = options.Url,
        ["Netflix__Region__Database"] = repository.CountryDatabase(),
        ["Netflix__Mail__Folder"] = data["mail"],
        ["Netflix__Encoding__KeySecret"] = secrets.KeySecret,
        ["Netflix__Encoding__WorkDirectory"] = data["work"],
        ["Netflix__Encoding__PackagerPath"] = repository.Packager(),
        ["Netflix__Encoding__FfmpegPath"] = Repository.Tool("ffmpeg", "ffmpeg"),
        ["Netflix__Encoding__FfprobePath"] = Repository.Tool("ffprobe", "ffmpeg"),
    });

    internal IEnumerable<ProcessSpec> Edges() => Enumerable.Range(0, options.Edges).Select(index =>
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"edge{index + 1}");
        var port = options.EdgePort + index;
        return Host(id, port, new()
        {
            ["Netflix__Roles"] = "edge",
            ["Netflix__Edge__Id"] = id,
            ["Netflix__Edge__PublicUrl"] = $"http://{options.PublicHost}:{port}",
            // A request is answered on the thread that read it: .94-1.01 of nginx instead of .76 (edge.md).
            ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        });
    });

    private ProcessSpec Host(string name, int port, Dictionary<string, string?> environment)
    {
        var health = new Uri($"http://{LocalHost}:{port}/health");
        foreach (var (key, value) in new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = $"http://{options.Bind}:{port}",
            ["ASPNETCORE_CONTENTROOT"] = repository.HostDirectory,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Netflix__Media__Directory"] = data["media"],
            ["Netflix__Delivery__Key"] = secrets.DeliveryKey,
            ["services__web__http__0"] = WebUrl,
            ["OTEL_SERVICE_NAME"] = name,
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
            ["Logging__LogLevel__Default"] = "Information",
            ["Logging__LogLevel__Microsoft"] = "Warning",
            ["Logging__LogLevel__System"] = "Warning",
            // A module's first start asks for its migrations before there are any; what fails later is told by who asked.
            ["Logging__LogLevel__Microsoft.EntityFrameworkCore.Database.Command"] = "None",
            ["Logging__LogLevel__MassTransit"] = "Warning",
            ["DOTNET_NOLOGO"] = "1",
            // Meant for the orchestrator alone.
            ["NETFLIX_ADMIN_PASSWORD"] = null,
            ["NETFLIX_DEMO_PASSWORD"] = null,
        })
        {
            environment.TryAdd(key, value);
        }

        return new ProcessSpec(name, Environment.ProcessPath!, repository.HostAssembly())
        {
            WorkingDirectory = repository.HostDirectory,
            Environment = environment,
            IsReady = (_, cancel) => HttpProbe.IsReadyAsync(health, cancel),
        };
    }

    private string LocalHost => options.Bind is "localhost" or "0.0.0.0" or "*" or "[::]" ? "localhost" : options.Bind;
}
