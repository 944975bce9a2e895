using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Netflix.Testing;

/// <summary>
/// The Host as a process of its own beside an app, on the same database and store: to be killed, or to be measured. None
/// outlives its owner.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private const int LastLines = 40;

    private readonly Process process;
    private readonly ConcurrentQueue<string> errors = new();

    private HostProcess(Process process, string baseUrl)
    {
        (this.process, BaseUrl) = (process, baseUrl);
        process.ErrorDataReceived += (_, line) =>
        {
            errors.Enqueue(line.Data ?? "");
            _ = errors.Count > LastLines && errors.TryDequeue(out var _);
        };
        process.BeginErrorReadLine();
    }

    public string BaseUrl { get; }

    public int Id => process.Id;

    /// <summary>The most memory it had in RAM at once, of which the system keeps account.</summary>
    public long PeakMemoryBytes => 1024 * long.Parse(
        File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <param name="settings">Configuration over the app's own, such as <c>Netflix:Roles</c>; <c>urls</c> where the port matters.</param>
    public static HostProcess Start(NetflixApp app, params (string Key, string Value)[] settings)
    {
        var baseUrl = settings.FirstOrDefault(setting => setting.Key == "urls").Value ?? $"http://127.0.0.1:{NetflixApp.FreePort()}";
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--contentRoot", TestFilm.RepositoryRoot]) { RedirectStandardError = true };
        foreach (var (key, value) in app.Settings.Select(pair => (pair.Key, pair.Value)).Concat(settings).Append(("urls", baseUrl)))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new(Process.Start(start)!, baseUrl);
    }

    /// <summary>Waits until it answers; fails when it has ended instead.</summary>
    public async Task<HostProcess> ReadyAsync(TimeSpan? limit = null)
    {
        using var http = new HttpClient();
        await Expect.EventuallyAsync(
            async () =>
            {
                try
                {
                    return process.HasExited ? throw new InvalidOperationException($"The Host ended with {process.ExitCode}: {string.Join('\n', errors)}") : (await http.GetAsync($"{BaseUrl}/health")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            ready => ready, limit);
        return this;
    }

    /// <summary>SIGKILL to this process alone.</summary>
    public Task KillAsync()
    {
        process.Kill();
        return process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }
}
