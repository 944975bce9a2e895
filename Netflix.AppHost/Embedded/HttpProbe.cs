namespace Netflix.AppHost.Embedded;

/// <summary>Asks a process's <c>/health</c>.</summary>
internal static class HttpProbe
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    internal static async Task<bool> IsReadyAsync(Uri health, CancellationToken cancel)
    {
        try
        {
            using var answer = await Http.GetAsync(health, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <exception cref="StartupException">Nothing answers there.</exception>
    internal static async Task RequireServiceAsync(string url, CancellationToken cancel)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var service) || !await IsReadyAsync(new Uri(service, "/alive"), cancel))
        {
            throw new StartupException($"Nothing answers at {url}: start the service by ./run, or name it with --url.");
        }
    }
}
