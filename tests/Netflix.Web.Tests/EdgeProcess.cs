using System.Diagnostics;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>A second edge of the shared service, a process of its own, to be killed.</summary>
internal sealed class EdgeProcess : IAsyncDisposable
{
    private readonly Process process;

    private EdgeProcess(Process process, string url) => (this.process, Url) = (process, url);

    public string Url { get; }

    /// <param name="region">Players of it are sent to this edge before all others.</param>
    /// <param name="media">Its origin; the service's own when null.</param>
    /// <param name="host">Its name for browsers, by which they know the names under <c>localhost</c>: Shaka leaves a host, not a port, when an edge fails.</param>
    public static EdgeProcess Start(string region, string? media = null, string host = "127.0.0.1")
    {
        var port = NetflixApp.FreePort();
        var url = $"http://{host}:{port}";
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["Netflix__Roles"] = "edge",
                ["Netflix__Edge__Id"] = $"edge-{region}",
                ["Netflix__Edge__Region"] = region,
                ["Netflix__Edge__PublicUrl"] = url,
                ["Netflix__Delivery__Key"] = WebApp.DeliveryKey,
                ["Netflix__Media__Directory"] = media ?? Path.Combine(WebApp.App.Directory, "media"),
                ["services__web__http__0"] = WebApp.App.BaseUrl,
                ["Logging__LogLevel__Default"] = "Warning",
            },
        })!;
        return new(process, url);
    }

    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
