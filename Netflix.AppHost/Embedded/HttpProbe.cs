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
}
