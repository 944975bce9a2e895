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
    public static EdgeProcess Start(string region)
    {
        var url = $"http://127.0.0.1:{NetflixApp.FreePort()}";
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            Environment =
            {
                ["ASPNETCORE_URLS"] = url,
                ["Netflix__Roles"] = "edge",
                ["Netflix__Edge__Id"] = $"edge-{region}",
                ["Netflix__Edge__Region"] = region,
                ["Netflix__Edge__PublicUrl"] = url,
                ["Netflix__Delivery__Key"] = WebApp.DeliveryKey,
                ["Netflix__Media__Directory"] = Path.Combine(WebApp.App.Directory, "media"),
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
